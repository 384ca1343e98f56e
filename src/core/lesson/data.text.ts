import { activeAugmentations } from '../augmentation/augmentation-kinds'
import { augmentationTexts } from '../augmentation/augmentation-texts'
import { formula, paragraph } from '../base/text-block'
import { channelNames } from '../data/channel-names'
import { explainedPixels } from '../code/explained-pixels'
import { readsFrom } from '../code/pytorch/reads-from'
import { isLessonDataset } from '../data/is-lesson-dataset'
import { countWord, formatCount, formatPercent } from '../format/format-number'
import { wordList } from '../format/word-list'
import { trainingSize } from '../training/training-size'
import type { LessonExplanation } from './explanation'
import type { LessonFacts } from './lesson-facts'

/** What the lesson says about the data. */
export const dataTexts = {
  imports: ({ dialect, dataset }) => ({
    heading: 'Load the libraries',
    body: [
      paragraph(
        dialect === 'pytorch'
          ? 'The lesson follows PyTorch’s tutorial “Training a Classifier”. Where the script differs from it, the text says what the tutorial writes.'
          : 'The lesson follows PyTorch’s tutorial “Training a Classifier”. This script does the same with TensorFlow.js.'
      ),
      paragraph(
        'No program for deep learning starts from nothing. The first lines install a library and load the parts of it that the script uses.'
      ),
      dialect === 'pytorch'
        ? paragraph(
            `With PyTorch installed, the whole script runs as it is${readsFrom(dataset) === 'torchvision' ? ': it downloads the images into a folder `data`,' : ': it reads the images from the folder that you name,'} trains, and prints a log like Tenfold’s, with slightly different numbers.`
          )
        : paragraph(
            'With TensorFlow.js installed, the whole script runs as it is: it reads the images from the folder that you name, trains, and prints a log like Tenfold’s, with slightly different numbers.'
          )
    ]
  }),

  seed: ({ config, dialect }) => ({
    heading: 'Random numbers that can be repeated',
    body: [
      paragraph(
        `The first weights and the order of the images are drawn at random, from a generator that starts at **${config.seed}**. With the same settings on the same machine, the same seed gives the same run, to the last bit.`
      ),
      paragraph(
        `Another seed gives another run, which should end about as well. If it does not, luck was part of the result. ${dialect === 'pytorch' ? 'PyTorch' : 'TensorFlow.js'} draws other numbers from the same seed, so the script’s losses differ a little from those here.`
      )
    ]
  }),

  trainSet: ({ dataset }) => ({
    heading: `${formatCount(dataset.splits.train.images)} images to learn from`,
    body: [
      paragraph(
        `In practice, preparing the data takes most of the time. ${isLessonDataset(dataset) ? 'CIFAR-10 comes ready to use: every image has the same size, and a label that people have checked.' : 'Every image needs the same size, and a label that somebody has checked.'}`
      ),
      paragraph(
        'The network learns only from these images. The loader puts them together into batches, and reshuffles them every epoch.'
      )
    ]
  }),

  shuffle: () => ({
    heading: 'A new order for every epoch',
    body: [
      paragraph(
        'Each batch should be a fair sample of the whole data set. If all images of one class came first and all of another last, every batch would pull the weights towards its own class, and the network would forget the one before.'
      ),
      paragraph('The order is drawn from the **seed**, so it can be repeated.')
    ]
  }),

  testSet: ({ dataset }) => ({
    heading: `${formatCount(dataset.splits.test.images)} images to test on`,
    body: [
      paragraph(
        'A network can memorise its training images. Only images that it has never seen show whether it has learned something general, so these are kept for the test.'
      ),
      paragraph('They are not shuffled: the order does not affect the count.')
    ]
  }),

  classes: ({ dataset, dialect }) => {
    const { classes, labelBytes } = dataset
    const last = classes.length - 1
    const inFiles = `In the files, a label is ${labelBytes === 1 ? 'one byte' : 'two bytes'}`
    const label =
      dialect !== 'pytorch' || isLessonDataset(dataset)
        ? inFiles
        : {
            torchvision: 'A label is a number',
            folder: 'Each class has a folder, and each folder a number',
            files: inFiles
          }[readsFrom(dataset)]
    return {
      heading: 'A number for each class',
      body: [
        paragraph(
          `${label}: **0** for ${classes[0]}, **1** for ${classes[1]}${last > 1 ? `, and so on up to **${last}** for ${classes[last]}` : ''}. The list turns these numbers back into names.`
        ),
        paragraph(
          'In the picture, look down a column: the same class from all sides and in all sizes. The network has to learn what these images have in common.'
        )
      ]
    }
  },

  pixels: ({ config, dataset, dialect }) => {
    const [height, width, channels] = dataset.shape
    const { mean, std, of, where, below } = explainedPixels(config.model)
    const divisor = std.includes('/') ? `(${std})` : std
    const planes = `${channels} × ${height} × ${width}`
    const interleaved = `${height} × ${width} × ${channels}`
    return {
      heading: below ? 'From bytes to numbers around zero' : 'From bytes to the network’s numbers',
      body: [
        paragraph(
          channels === 1
            ? 'A pixel is one byte, from black (0) to white (255). It becomes a fraction from 0 to 1, and is then shifted and scaled:'
            : `A pixel is ${countWord(channels)} bytes from 0 to 255, for ${channelNames(channels)}. Each becomes a fraction from 0 to 1, and is then shifted and scaled:`
        ),
        formula(`128 / 255 = 0.502, and (0.502 − ${mean}) / ${divisor} = **${of(128)}**`),
        paragraph(
          `So 0 becomes **${of(0)}** and 255 becomes **${of(255)}**${where}. Small numbers on both sides of zero make learning faster and steadier.`
        ),
        paragraph(
          channels === 1
            ? `An image has one plane: **${dialect === 'pytorch' ? planes : interleaved}** numbers.`
            : dialect === 'pytorch'
              ? `Each colour is a plane of its own: an image is **${planes}** numbers.`
              : `In the files, each colour is a plane of its own, **${planes}**. TensorFlow.js wants the colours of a pixel side by side, **${interleaved}**.`
        )
      ]
    }
  },

  augmentation: ({ config }) => {
    const active = activeAugmentations(config).map((name) => augmentationTexts[name].noun)
    return {
      heading:
        active.length === 0
          ? 'Every epoch sees the same images'
          : 'Every epoch sees other versions of the images',
      body: [
        paragraph(
          active.length === 0
            ? 'Training images can be changed a little each time they are used: shifted, mirrored, made darker, or partly blanked. This is called augmentation. It is off.'
            : `Training images are changed a little each time they are used, here by ${wordList(active)}. This is called augmentation.`
        ),
        paragraph(
          'The label stays the same, so the network learns that such changes do not matter. It also meets each image in many versions and cannot simply memorise one: over-fitting comes later. This helps most with few images and many epochs.'
        ),
        paragraph(
          'It makes training harder. Accuracy on the training images falls, and in a training of a few epochs the accuracy on the test images can fall too. Validation and test images are never changed, and a change must not turn one class into another.'
        ),
        paragraph(
          'What is drawn follows from the **seed**, the epoch and the image, so a run can be repeated exactly.'
        )
      ]
    }
  },

  batchSize: ({ config, dataset, dialect }) => {
    const [height, width, channels] = dataset.shape
    const size = trainingSize(config, dataset.splits.train.images)
    const shape =
      dialect === 'pytorch'
        ? [config.batchSize, channels, height, width]
        : [config.batchSize, height, width, channels]
    return {
      heading: `Each step looks at ${formatCount(config.batchSize)} ${config.batchSize === 1 ? 'image' : 'images'}`,
      body: [
        paragraph(
          `The loader hands over **${formatCount(config.batchSize)}** ${config.batchSize === 1 ? 'image' : 'images'} at a time, with their labels, as a tensor of ${shape.join(' × ')} numbers. ${formatCount(size.images)} training images make **${formatCount(size.stepsPerEpoch)} steps**; that is one epoch.`
        ),
        paragraph(
          'Larger batches mean fewer and steadier steps. Each step costs more time, but a processor that computes many numbers at once is put to better use.'
        )
      ]
    }
  },

  workers: ({ config: { workers } }) => ({
    heading:
      workers === 0
        ? 'No workers'
        : workers === 1
          ? 'One worker prepares batches'
          : `${workers} workers prepare batches`,
    body: [
      paragraph(
        workers === 0
          ? 'With **0** workers, the training fetches each batch itself and stands still while it does so.'
          : `While the network computes with one batch, **${workers}** ${workers === 1 ? 'worker prepares' : 'workers prepare'} the next ones, so that training never waits.`
      ),
      paragraph(
        'Workers put batches together in the CPU’s memory; from there they go to the device that computes. The share of the time in which it computes is called its utilisation (for a graphics card, GPU utilisation). Batch size and workers are the two knobs for it. “Where the time goes”, in Train, shows the utilisation. With a small network there is little to gain; with larger images and networks there is more.'
      )
    ]
  }),

  validationSplit: ({ config: { validationSplit } }) => ({
    heading: validationSplit === 0 ? 'Nothing held back' : `${formatPercent(validationSplit, 0)} held back`,
    body: [
      paragraph(
        'Part of the training images can be held back, to check on the network after each epoch. When their loss rises while the training loss still falls, the network has begun to memorise.'
      ),
      paragraph(
        'With data of your own, 80 % to train and 20 % to check is a good start. The lesson holds nothing back.'
      )
    ]
  }),

  trainImages: ({ config, dataset }) => ({
    heading:
      config.trainImages === 0
        ? 'All training images'
        : `Only ${formatCount(trainingSize(config, dataset.splits.train.images).images)} training images`,
    body: [
      paragraph(
        'The fewer images there are, the easier it is to memorise each of them. The network then gets them all right, and does no better on others: it over-fits.'
      ),
      paragraph('Hold some images back for validation, and “Over-fitting”, in Train, shows the gap.')
    ]
  })
} as const satisfies Readonly<Record<string, (facts: LessonFacts) => LessonExplanation>>
