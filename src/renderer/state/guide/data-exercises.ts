import { right, type Exercise, todo, wrong } from './exercise'
import { exerciseTexts } from './exercise.text'
import { dataExerciseTexts } from './data-exercises.text'
import { trainingSize } from '../../../core/training/training-size'

const batch = 64
/** A byte whose fraction comes out even: 51 / 255 = 0.2. */
const byte = 51
// As the lesson normalises, whatever the data set.
const mean = 0.5
const standardDeviation = 0.5

const { getData } = dataExerciseTexts
const lastBatch = dataExerciseTexts.lastBatch(batch)
const pixelValue = dataExerciseTexts.pixelValue(byte, mean, standardDeviation)

export const dataExercises: readonly Exercise[] = [
  {
    id: 'get-data',
    room: 'data',
    ...getData.words,
    at: 'trainSet',
    answer: 'fact',
    action: 'getData',
    holds: ({ dataReady }) => dataReady
  },
  {
    id: 'last-batch',
    room: 'data',
    ...lastBatch.words,
    at: 'batchSize',
    answer: 'number',
    check({ config, dataset }, answer) {
      if (config.batchSize !== batch) return todo(exerciseTexts.otherBatchSize(config.batchSize, batch))
      const { images, stepsPerEpoch } = trainingSize(config, dataset.splits.train.images)
      const last = images - (stepsPerEpoch - 1) * batch
      const full = Math.floor(images / batch)
      if (answer === last) {
        return right(
          last === batch ? lastBatch.allFull(images, full) : lastBatch.someRemain(images, full, last)
        )
      }
      return wrong(
        answer === stepsPerEpoch || answer === full ? lastBatch.batches : lastBatch.hint(images, full)
      )
    }
  },
  {
    id: 'pixel-value',
    room: 'data',
    ...pixelValue.words,
    at: 'pixels',
    answer: 'number',
    check(_, answer) {
      const fraction = byte / 255
      const value = (fraction - mean) / standardDeviation
      const near = (wanted: number): boolean => Math.abs(answer - wanted) < 0.005
      if (near(value)) return right(pixelValue.found(fraction, value))
      if (near(fraction)) return wrong(pixelValue.onlyFraction(fraction))
      if (near(-value)) return wrong(pixelValue.otherSign)
      return wrong(near(fraction - mean) ? pixelValue.onlySubtracted : pixelValue.hint)
    }
  }
]
