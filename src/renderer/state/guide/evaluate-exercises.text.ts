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

  fiveSeeds: {
    words: {
      title: 'How far apart are five seeds?',
      question:
        'Train the same settings with five seeds: “New study” under Runs > Studies does it. By how many percentage points do the best and the worst accuracy differ?',
      learned:
        'The seed alone changes the accuracy. A difference between two settings that is smaller than this may be luck.'
    },
    unit: 'points',
    noRun:
      'There is no finished run with an accuracy yet. Start a study with five seeds under Runs > Studies.',
    tooFew: (seeds: number, names: string) =>
      `The settings with the most seeds have ${formatCount(seeds)} finished ${seeds === 1 ? 'run' : 'runs'} (${names}). Train them with five different seeds.`,
    found: (best: string, worst: string, points: string) =>
      `The best run reached ${best}, the worst ${worst}: ${points} points apart.`,
    hint: 'Look at the accuracies of the runs that differ in their seed only, in the study or in the table of Runs. Subtract the lowest from the highest.'
  },

  mistakes: {
    noMatrix: 'There is no confusion matrix yet. Train a run to its end, or evaluate one.',
    noClass: (dataset: string, name: string) =>
      `This exercise is about ${dataset}. This run’s data set has no class “${name}”.`,
    none: 'This confusion matrix has no such mistake. Open another run.'
  }
}
