import { channelNames } from '../../data/channel-names'
import type { DatasetInfo } from '../../data/dataset-info'
import { countWord, formatCount, formatPercent } from '../../format/format-number'
import type { RunConfig } from '../../settings/run-config'
import { trainingSize } from '../../training/training-size'
import { hasChain } from './augmentation-lines'
import { explainedPixels } from '../explained-pixels'
import { labelNote } from '../label-note.text'

/** What people read beside the lines that prepare the data. */
export function dataLinesText(config: RunConfig, { classes, shape, splits, folder, known }: DatasetInfo) {
  const [height, width, channels] = shape
  const { batchSize, workers, threads, seed, validationSplit, trainImages } = config
  const training = trainingSize(config, splits.train.images)
  const lastBatch = training.images - (training.stepsPerEpoch - 1) * batchSize
  const normalised = explainedPixels(config.model)
  const without = normalised.below
    ? ' Without `Normalize`, all values would be positive, and learning would usually be slower.'
    : ''
  const colours =
    channels === 1
      ? 'There is one channel, grey, so the tuple has one value.'
      : `There are ${countWord(channels)} channels, ${channelNames(channels)}, so each tuple has ${countWord(channels)} values, in this order.`
  const processes =
    workers === 1 ? 'One worker process fetches' : `${formatCount(workers)} worker processes fetch`
  const prefetched =
    workers === 0
      ? '`num_workers=0` starts no workers: the script fetches each batch itself, and the network waits for it. '
      : `${processes} and transform the next batches while the network computes. `
  // Some files number the classes in another way.
  const inFiles = folder === undefined && known === undefined
  return {
    install:
      'A comment: Python ignores what comes after `#`. Here that is a command, which you type once in a terminal. `pip` installs Python packages: `torch` is PyTorch, and `torchvision` knows data sets and images.',
    usage:
      'How to start the script in a terminal: its name, then the folder that holds the data set’s `.bin` files.',
    sys: '`sys` is part of Python. The script needs `sys.argv`, the list of words that were typed after `python`.',
    numpy: 'NumPy reads and cuts up arrays of numbers. `as np` gives it the short name that is usual for it.',
    torch:
      'Loads PyTorch: tensors, which are arrays that can also live on a graphics card, and the machinery that works out gradients. Without this line, the first later line that uses `torch` would stop with a NameError.',
    modules:
      'Takes two parts of PyTorch by name, so that you can write `nn.Conv2d` instead of `torch.nn.Conv2d`: `nn` has layers and loss functions, `optim` has optimizers.',
    dataLoader:
      '`DataLoader` puts images together into batches, shuffles them, and can have them prepared in the background.',
    dataset:
      '`Dataset` is what every data set in PyTorch is based on: something that has a length, and whose images can be taken by number.',
    randomSplit:
      '`random_split` deals the images of a data set out at random. It is needed because part of the training images is held back for validation.',
    subset: `\`Subset\` shows only some of a data set’s images. It is needed because the training is limited to ${formatCount(trainImages)} of them.`,
    transforms: '`transforms` has the operations that turn a picture into numbers for the network.',
    pil: 'Pillow, which Python knows as `PIL`, reads image files: `Image` is a picture, and `ImageOps` has operations on it. torchvision brings it along.',
    imageFolder:
      '`ImageFolder` is a data set made of image files: a subfolder for each class, whose name is the class.',
    seed: `Starts PyTorch’s random number generator at **${seed}**. The first weights and the order of the images are drawn from it, so the same seed draws the same numbers again. Without this line, every run would begin differently.`,
    threads: `Lets PyTorch compute on **${threads}** ${threads === 1 ? 'thread' : 'threads'} of the processor. Without this line it takes about one for each core.`,
    cuda: '`True` where PyTorch finds a graphics card that it can compute on, otherwise `False`. CUDA is NVIDIA’s interface for computing on its graphics cards.',
    device:
      'Names the device that computes: the graphics card, `cuda`, if there is one, otherwise the processor, `cpu`. `A if condition else B` is Python’s way to choose in one line. The network and its data have to be on the same device.',

    compose:
      '`Compose` chains transforms: each image goes through the list below from top to bottom. Nothing happens yet; the chain runs each time an image is taken from the data set.',
    toTensor: `Turns the picture into a tensor. Bytes from 0 to 255 become fractions from 0 to 1, and height × width × channels becomes channels × height × width, here ${channels} × ${height} × ${width}: the order that PyTorch’s layers expect.`,
    normalize:
      'Shifts and scales every channel: from each value `mean` is subtracted, and the difference is divided by `std`.',
    binaryNormalize:
      'Makes a function that shifts and scales every channel: from each value `mean` is subtracted, and the difference is divided by `std`.',
    mean: `What is subtracted. ${colours} A value of ${normalised.mean} becomes 0. The tutorial leaves the names \`mean\` and \`std\` out; the first tuple is the mean.`,
    std: `What the difference is divided by, again one value for each channel. Fractions from 0 to 1 end up ${normalised.range}.${without}`,
    composeEnd:
      'Ends the list and the call. `transform` can now be called like a function: a picture goes in, a tensor comes out.',

    trainTransform:
      'Sends every image through the chain above. Without it, the data set would hand out pictures, and the loader cannot put pictures together into a batch of numbers.',
    testTransform: hasChain(config)
      ? 'The plain chain: test images are never changed, but they end up in the same range of numbers as the training images.'
      : 'The same chain as for training. Otherwise the network would see numbers in another range than it has learned from.',

    held: `How many training images are held back: \`len\` counts them, **${validationSplit}** is the share, and \`round\` makes it a whole number.`,
    split:
      '`random_split` gives back two data sets. Written like this, Python puts the first in `train_set` and the second in `held_set`.',
    sizes: `What to split, and how many images each part gets: the rest for training, \`held\` for validation (${formatPercent(validationSplit, 0)}). The two numbers have to add up to all images.`,
    few: `How many images to train on: **${formatCount(trainImages)}**, or all of them where there are fewer. \`min\` gives the smaller number.`,
    subsetLine:
      'Keeps the first `few` images: `range(few)` counts 0, 1, 2 and so on. The rest of the training set is not used.',

    trainLoader:
      'Makes the loader for training. Going through it with `for` gives one batch after another until every image has had its turn.',
    trainLoaderSet: 'Where it takes its images from.',
    trainBatchSize: `**${formatCount(batchSize)}** ${batchSize === 1 ? 'image' : 'images'} in a batch. ${formatCount(training.images)} images make **${formatCount(training.stepsPerEpoch)}** batches${lastBatch === batchSize ? '' : `; the last one holds the remaining ${formatCount(lastBatch)}`}. If it were left out, a batch would be one image.`,
    shuffle:
      'Reshuffles the images for every epoch. If it were left out, the images would always come in the order of the files, and every epoch would have the same batches.',
    trainWorkers: `${prefetched}The batch is put together in the CPU’s memory; \`.to(device)\` copies it to the device later.${workers === 0 ? '' : ' With `num_workers=0`, the training would stand still while it fetches each batch.'}`,
    testLoader: 'Makes the loader for testing, in the same way.',
    testLoaderSet: 'This one takes the test images.',
    testBatchSize:
      'The batch size does not change any prediction. The larger it is, the faster the test, as long as the memory is large enough.',
    testWorkers:
      'Workers as above. `shuffle` is left out, so it is off: the order does not affect the count.',
    heldLoader: 'Makes the loader for validation.',
    heldLoaderSet: 'This one takes the images that were held back.',
    heldBatchSize: 'The same batch size; here too it changes no prediction.',
    heldWorkers: 'Workers as above, without shuffling.',

    classes: `The names of the ${countWord(classes.length)} classes, as a tuple: a list that cannot be changed. ${inFiles ? 'In the files' : 'For the network'} a class is only a number, and its place in this list is that number.`,
    classNames: labelNote
  }
}
