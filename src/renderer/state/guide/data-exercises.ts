import { fixedDecimal } from '../../../core/format/fixed-decimal'
import { formatCount } from '../../../core/format/format-number'
import { right, type Exercise, todo, wrong } from './exercise'
import { trainingSize } from '../../../core/training/training-size'

const batch = 64
/** A byte whose fraction comes out even: 51 / 255 = 0.2. */
const byte = 51

export const dataExercises: readonly Exercise[] = [
  {
    id: 'get-data',
    room: 'data',
    title: 'Get the data',
    question: 'Download the data set. Every file is checked before it is used.',
    learned: 'The data set is on this machine: images to train on, and others that are kept for the test.',
    at: 'trainSet',
    answer: 'fact',
    action: 'getData',
    holds: ({ dataReady }) => dataReady
  },
  {
    id: 'last-batch',
    room: 'data',
    title: 'The last batch',
    question: `Set the batch size to ${batch}. How many images are in the last batch of an epoch?`,
    learned: 'No image is left out: the last batch takes those that remain, however few.',
    at: 'batchSize',
    answer: 'number',
    unit: 'images',
    check({ config, dataset }, answer) {
      if (config.batchSize !== batch) {
        return todo(`The batch size is ${formatCount(config.batchSize)}. Set it to ${batch} first.`)
      }
      const { images, stepsPerEpoch } = trainingSize(config, dataset.splits.train.images)
      const last = images - (stepsPerEpoch - 1) * batch
      const full = Math.floor(images / batch)
      if (answer === last) {
        return right(
          last === batch
            ? `${formatCount(images)} is ${formatCount(full)} times ${batch}: every batch is full.`
            : `${formatCount(images)} = ${formatCount(full)} × ${batch} + ${last}: after ${formatCount(full)} full batches, ${last} images remain.`
        )
      }
      if (answer === stepsPerEpoch || answer === full) {
        return wrong('That counts the batches. Which of them is not full, and what is in it?')
      }
      return wrong(
        `${formatCount(images)} images fill ${formatCount(full)} batches of ${batch}. How many images is that, and how many are left?`
      )
    }
  },
  {
    id: 'pixel-value',
    room: 'data',
    title: 'From a byte to a number',
    question: `The red of a pixel of CIFAR-10 is the byte ${byte}. Which number does the lesson’s network get for it?`,
    learned: 'Bytes 0 to 255 become numbers from −1 to 1; what is darker than the middle is negative.',
    at: 'pixels',
    answer: 'number',
    unit: '',
    check(_, answer) {
      // As the lesson normalises, whatever the data set.
      const [mean, standardDeviation] = [0.5, 0.5]
      const fraction = byte / 255
      const value = (fraction - mean) / standardDeviation
      const near = (wanted: number): boolean => Math.abs(answer - wanted) < 0.005
      if (near(value)) {
        return right(
          `${byte} / 255 = ${fraction.toFixed(1)}, and (${fraction.toFixed(1)} − ${mean}) / ${standardDeviation} = ${fixedDecimal(value, 1)}.`
        )
      }
      if (near(fraction)) {
        return wrong(
          `${fraction.toFixed(1)} is the fraction. It is centred and scaled too: take away ${mean}, then divide by ${standardDeviation}.`
        )
      }
      if (near(-value)) return wrong('Look at the sign: the fraction is smaller than the mean.')
      if (near(fraction - mean)) return wrong(`Centred, but not yet scaled: divide by ${standardDeviation}.`)
      return wrong(`First the fraction ${byte} / 255, then what the lines of Normalize do with it.`)
    }
  }
]
