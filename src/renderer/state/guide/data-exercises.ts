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
    question: 'Download the data set. Every file is verified before it is used.',
    learned: 'The data set is on this machine: images to train on, and other images for the test.',
    at: 'trainSet',
    answer: 'fact',
    action: 'getData',
    holds: ({ dataReady }) => dataReady
  },
  {
    id: 'last-batch',
    room: 'data',
    title: 'Size of the last batch',
    question: `Set the batch size to ${batch}. How many images are in the last batch of an epoch?`,
    learned: 'Every image is used once per epoch: the last batch holds the images that are left over.',
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
        return wrong('That is the number of batches. How many images are in the last one?')
      }
      return wrong(
        `${formatCount(images)} images fill ${formatCount(full)} batches of ${batch}. How many images are in those batches, and how many are left?`
      )
    }
  },
  {
    id: 'pixel-value',
    room: 'data',
    title: 'From byte to network input',
    question: `A CIFAR-10 file stores the red value of a pixel as the byte ${byte}. Which number does the lesson’s network receive for it?`,
    learned: 'The bytes 0 to 255 become numbers from −1 to 1. Values below the middle become negative.',
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
          `${fraction.toFixed(1)} is the byte divided by 255. Normalize comes next: subtract ${mean}, then divide by ${standardDeviation}.`
        )
      }
      if (near(-value)) return wrong('Check the sign: the value is smaller than the mean.')
      if (near(fraction - mean)) return wrong(`You subtracted the mean. Now divide by ${standardDeviation}.`)
      return wrong(
        `First compute ${byte} / 255, then apply Normalize: subtract ${mean} and divide by ${standardDeviation}.`
      )
    }
  }
]
