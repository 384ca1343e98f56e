import { fixedDecimal } from '../../../core/format/fixed-decimal'
import { formatCount } from '../../../core/format/format-number'

/** What the exercises on the data ask and answer. */
export const dataExerciseTexts = {
  getData: {
    words: {
      title: 'Get the data',
      question: 'Download the data set. Every file is verified before it is used.',
      learned: 'The data set is on this machine: images to train on, and other images for the test.'
    }
  },

  lastBatch: (batch: number) => ({
    words: {
      title: 'Size of the last batch',
      question: `Set the batch size to ${batch}. How many images are in the last batch of an epoch?`,
      learned: 'Every image is used once per epoch: the last batch holds the images that are left over.',
      unit: 'images'
    },
    allFull: (images: number, full: number) =>
      `${formatCount(images)} is ${formatCount(full)} times ${batch}: every batch is full.`,
    someRemain: (images: number, full: number, last: number) =>
      `${formatCount(images)} = ${formatCount(full)} × ${batch} + ${last}: after ${formatCount(full)} full batches, ${last} images remain.`,
    batches: 'That is the number of batches. How many images are in the last one?',
    hint: (images: number, full: number) =>
      `${formatCount(images)} images fill ${formatCount(full)} batches of ${batch}. How many images are in those batches, and how many are left?`
  }),

  pixelValue: (byte: number, mean: number, standardDeviation: number) => ({
    words: {
      title: 'From byte to network input',
      question: `A CIFAR-10 file stores the red value of a pixel as the byte ${byte}. Which number does the lesson’s network receive for it?`,
      learned: 'The bytes 0 to 255 become numbers from −1 to 1. Values below the middle become negative.',
      unit: ''
    },
    found: (fraction: number, value: number) =>
      `${byte} / 255 = ${fraction.toFixed(1)}, and (${fraction.toFixed(1)} − ${mean}) / ${standardDeviation} = ${fixedDecimal(value, 1)}.`,
    onlyFraction: (fraction: number) =>
      `${fraction.toFixed(1)} is the byte divided by 255. Normalize comes next: subtract ${mean}, then divide by ${standardDeviation}.`,
    otherSign: 'Check the sign: the value is smaller than the mean.',
    onlySubtracted: `You subtracted the mean. Now divide by ${standardDeviation}.`,
    hint: `First compute ${byte} / 255, then apply Normalize: subtract ${mean} and divide by ${standardDeviation}.`
  })
}
