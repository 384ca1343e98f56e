import { formatCount } from '../../../core/format/format-number'

/** What the exercises on the evaluation ask and answer. */
export const evaluateExerciseTexts = {
  evaluateARun: {
    words: {
      title: 'Evaluate a run',
      question:
        'Let a trained network predict the class of every test image. A run that trains to its end is evaluated automatically.',
      learned: 'Accuracy is measured on images that were not used for training.'
    }
  },

  takenFor: {
    words: {
      title: 'Mistakes on images of cats',
      question: 'Which wrong class does the network predict most often for images of cats?',
      learned: 'A row holds all images of one true class, whatever the network predicted for them.'
    },
    found: (images: number, name: string) =>
      `The network predicted “${name}” for ${formatCount(images)} of the images of cats.`,
    crossed: 'You read the column: images that were predicted as cat. The true classes are the rows.',
    hint: 'In the row “cat”, find the largest number that is not on the diagonal.'
  },

  calledCat: {
    words: {
      title: 'Images wrongly predicted as cat',
      question:
        'Look down the column “cat” of the confusion matrix. Which true class is the most frequent among the images wrongly predicted as cat?',
      learned: 'A column holds all images with the same prediction, right or wrong.'
    },
    found: (images: number, name: string) =>
      `The network predicted “cat” for ${formatCount(images)} images of the class “${name}”.`,
    crossed: 'You read the row: images of cats. The predictions are the columns.',
    hint: 'In the column “cat”, find the largest number that is not on the diagonal.'
  },

  mistakes: {
    noMatrix: 'There is no confusion matrix yet. Train a run to its end, or evaluate one.',
    noClass: (dataset: string, name: string) =>
      `This exercise is about ${dataset}. This run’s data set has no class “${name}”.`,
    none: 'This confusion matrix has no such mistake. Open another run.'
  }
}
