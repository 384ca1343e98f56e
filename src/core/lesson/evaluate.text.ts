import { formula, paragraph } from '../base/text-block'
import { type ClassMeasures, classMeasures } from '../run/class-measures'
import { isLessonDataset } from '../data/is-lesson-dataset'
import { countWord, formatCount, formatPercent } from '../format/format-number'
import {
  accuracy,
  accuracyMargin,
  classAccuracies,
  correctCount,
  type Evaluation,
  frequentMistakes,
  imageCount
} from '../run/evaluation'
import type { LessonExplanation } from './explanation'
import type { LessonFacts } from './lesson-facts'

/** What the exercises ask about, so that no example gives an answer away. */
const asked = 'cat'

/** The most frequent mistake, as a sentence; empty where there is none. */
function exampleOf({ classes, cells }: Evaluation): string {
  const avoided = classes.indexOf(asked)
  const worst = frequentMistakes({ cells }).find(
    ([label, predicted]) => label !== avoided && predicted !== avoided
  )
  if (worst === undefined) return ''
  const [label, predicted, images] = worst
  return ` Here, ${formatCount(images)} ${images === 1 ? 'image' : 'images'} of the class “${classes[label]}” ${images === 1 ? 'was' : 'were'} predicted as “${classes[predicted]}”.`
}

const points = (share: number): string => (share * 100).toFixed(1)

/** What the lesson says about saving, loading and testing. */
export const evaluateTexts = {
  checkpoint: ({ dialect }) => ({
    heading: 'A network is a file of numbers',
    body: [
      paragraph(
        `The file holds every layer’s weights, under the layer’s name${dialect === 'pytorch' ? '' : ', and the layers themselves'}. A new network with the same layers that loads them gives the same predictions again.`
      ),
      paragraph(
        'A Tenfold checkpoint also holds the optimizer and the position in the data, so that training can continue from it.'
      )
    ]
  }),

  noGrad: () => ({
    heading: 'Predictions only',
    body: [
      paragraph(
        'Nothing is learned here, so no layer has to keep what its gradients would need. That saves memory, and some time.'
      )
    ]
  }),

  predicted: ({ dataset: { classes } }) => ({
    heading: 'The highest score wins',
    body: [
      paragraph(
        `For each image the network gives ${countWord(classes.length)} scores. The place of the highest, \`argmax\`, is the prediction, however close the second was. Softmax turns the scores into probabilities; these are the percentages below the images.`
      )
    ]
  }),

  matrix: ({ evaluation }) => ({
    heading: 'What is mistaken for what',
    body: [
      paragraph(
        'There is a row for each true class and a column for each predicted class. Every image is counted in the cell where the two meet: on the diagonal if the prediction is right, elsewhere if not.'
      ),
      paragraph(
        `Strong colours away from the diagonal are mistakes that happen often.${evaluation === undefined ? '' : exampleOf(evaluation)} Choose such a cell and look at its images; some would make you hesitate too.`
      )
    ]
  }),

  accuracy({ evaluation, dataset }) {
    const classes = dataset.classes.length
    const guessing = `Guessing among ${countWord(classes)} classes would get about ${formatPercent(1 / classes)}.${isLessonDataset(dataset) ? ' The lesson gets about 54 % after 2 epochs.' : ''}`
    if (evaluation === undefined)
      return {
        heading: 'How many predictions are right?',
        body: [
          paragraph('All correct predictions, the sum of the diagonal, divided by the number of images.'),
          paragraph(guessing)
        ]
      }
    const images = imageCount(evaluation)
    const share = accuracy(evaluation)
    const margin = accuracyMargin(share, images)
    return {
      heading: 'How many predictions are right?',
      body: [
        formula(
          `${formatCount(correctCount(evaluation))} / ${formatCount(images)} = **${formatPercent(share)}**`
        ),
        paragraph(guessing),
        paragraph(
          `The test images are a sample. Tested on all images of this kind, the network’s accuracy would most likely lie within **± ${points(margin)}** points of this: it does in 95 of 100 such tests.`
        ),
        paragraph(
          `Two accuracies measured on different images would have to differ by about ${points(margin * Math.SQRT2)} points. Your runs are all tested on the same images, so a smaller difference between two networks can be real. Even then the settings may not be the cause: another seed alone often changes the accuracy by a point. Train with several seeds before you believe a small difference: a study under Runs does it, and says whether it may be luck.`
        )
      ]
    }
  },

  perClass({ evaluation, dataset }) {
    const first = evaluation === undefined ? undefined : classAccuracies(evaluation)[0]
    return {
      heading: 'The accuracy of each class',
      body: [
        ...(first?.accuracy === undefined
          ? []
          : [
              formula(
                `${first.name}: ${formatCount(first.correct)} / ${formatCount(first.total)} = **${formatPercent(first.accuracy)}**`
              )
            ]),
        paragraph(
          'The correct predictions of each class, divided by its number of images, show which classes the network knows and which it confuses. This is also called recall: of all images of a class, how many were found?'
        ),
        ...(isLessonDataset(dataset)
          ? [
              paragraph(
                'Animals are hard: they bend, hide and resemble one another. Vehicles keep their shape.'
              )
            ]
          : [])
      ]
    }
  },

  mirrored: () => ({
    heading: 'Each image and its mirror image',
    body: [
      paragraph(
        'A horse in a mirror is still a horse, but the network may not give the same scores to both images. **Test with mirror images** sends every test image through the network twice, as it is and mirrored, and takes the average of the two lists of scores. Mistakes that only one of them would lead to can cancel out.'
      ),
      paragraph(
        'The weights do not change. The accuracy often rises by a point or two, for twice the time of a prediction. Such a result stands beside the run’s own and never replaces it: compare like with like.'
      ),
      paragraph(
        'It only makes sense where a mirrored image is still of the same class. Mirrored letters and digits are not.'
      )
    ]
  }),

  precision({ evaluation }) {
    const measures = evaluation === undefined ? [] : classMeasures(evaluation)
    const apart = (one: ClassMeasures): number =>
      one.recall === undefined || one.precision === undefined ? 0 : Math.abs(one.recall - one.precision)
    const example = measures.reduce<ClassMeasures | undefined>(
      (most, one) => (most === undefined || apart(one) > apart(most) ? one : most),
      undefined
    )
    return {
      heading: 'Found, and found rightly',
      body: [
        paragraph(
          '**Recall** looks at the images of a class: how many of them did the network find? **Precision** looks at its predictions: when it says the class, how often is that right?'
        ),
        ...(example?.recall === undefined || example.precision === undefined
          ? []
          : [
              formula(
                `recall of ${example.name}: ${formatCount(example.correct)} / ${formatCount(example.images)} = **${formatPercent(example.recall)}**`
              ),
              formula(
                `precision of ${example.name}: ${formatCount(example.correct)} / ${formatCount(example.predicted)} = **${formatPercent(example.precision)}**`
              )
            ]),
        paragraph(
          'A network that predicts a class too often finds nearly all of its images, and many others: high recall, low precision. One that predicts it only when it is sure misses many: the other way round. Which mistake is worse depends on what the network is for.'
        ),
        paragraph(
          '**F1** is one number for both, their harmonic mean: it is high only if both are. The mean F1 counts each class the same, so it shows what accuracy hides when a data set has many images of one class and few of another.'
        )
      ]
    }
  },

  topTwo({ evaluation, dataset: { classes } }) {
    const images = evaluation === undefined ? 0 : imageCount(evaluation)
    return {
      heading: 'The second choice counts too',
      body: [
        paragraph(
          `The **top-2 accuracy** counts an image if its true class has the highest or the second-highest score. Guessing would get ${formatPercent(Math.min(1, 2 / classes.length))}.`
        ),
        ...(evaluation?.topTwo === undefined || images === 0
          ? []
          : [
              formula(
                `${formatCount(evaluation.topTwo)} / ${formatCount(images)} = **${formatPercent(evaluation.topTwo / images)}**`
              )
            ]),
        paragraph(
          'If it is much higher than the accuracy, most mistakes are close calls between two classes, such as cat and dog. With hundreds of classes, top-5 accuracy is common: several answers may fit a photograph.'
        )
      ]
    }
  },

  calibration: () => ({
    heading: 'Does 70 % sure mean 70 % right?',
    body: [
      paragraph(
        'Softmax gives each class a number between 0 and 1 that looks like a probability. It is one only if it keeps its promise: of all predictions made with 70 %, about 70 % should be right. Such a network is **calibrated**.'
      ),
      paragraph(
        'The picture sorts the test images by the confidence of their prediction. The height of a bar is the share of them that is right. Where bars stay below the dashed line, the network is too sure.'
      ),
      paragraph(
        'The **calibration error** is the distance between confidence and accuracy, averaged over all images. Networks that train for long often become too sure, because the loss of a right answer falls as its probability rises to 1. Label smoothing makes them more modest, sometimes too modest; so can weight decay and augmentation.'
      ),
      paragraph(
        'Calibration does not change which class is predicted. It matters when somebody acts on the number: a doctor, or a program that asks a person whenever the network is unsure.'
      )
    ]
  }),

  seeds: ({ dataset }) => ({
    heading: 'Better, or lucky?',
    body: [
      paragraph(
        'The seed decides which random weights a run starts with and in which order it sees the images. With another seed the same settings give another network, and another accuracy.'
      ),
      ...(isLessonDataset(dataset)
        ? [
            formula('54.6, 51.1, 54.5, 54.8, 54.1 %'),
            paragraph(
              'These are the lesson’s settings with the seeds 1 to 5: the best and the worst are 3.7 points apart. Change a setting, train once more, and get 53 %: was the setting worse, or the seed?'
            )
          ]
        : []),
      paragraph(
        'So train each setting with several seeds. The **mean** says how good the settings are, and the **standard deviation** how far single runs lie from it. The **95 % confidence interval** says how well the mean is known: with four times as many seeds it is about half as wide.'
      ),
      paragraph(
        'To compare two settings, look at the interval of the **difference** of their means. If it contains 0, the difference may be luck. A **study** under Runs trains all of these runs and says so in words.'
      ),
      paragraph(
        'If you try many settings and keep the best, luck helps to choose it: the best of 50 looks better than it is. That is why a search chooses by validation images, and the test images are only for the end.'
      )
    ]
  }),

  next: ({ config: { epochs } }) => ({
    heading: 'What comes next',
    body: [
      paragraph(
        '**Follow a recipe.** “Recipes” in Train has settings and networks that go together; one reaches about 80 % in a minute or so. Each ingredient is explained, and you can switch it off to see what it is worth.'
      ),
      paragraph(
        `**Train longer.** After ${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'} the loss usually still falls. Raise the epochs in Train, and evaluate now and then, but not too often: it takes time.`
      ),
      paragraph(
        '**Use a graphics card.** Devices shows what this machine has and how much faster it would be. This small network gains little; larger ones gain much.'
      ),
      paragraph(
        '**Try a better network.** The presets in Network reach a much higher accuracy. Change one thing at a time, then select the runs in Runs and press “Compare”.'
      )
    ]
  })
} as const satisfies Readonly<Record<string, (facts: LessonFacts) => LessonExplanation>>
