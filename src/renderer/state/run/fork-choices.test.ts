import { expect, test } from 'vitest'
import { Series } from '../../../core/maths/series'
import { forkChoices } from './fork-choices'

const line = (step: number, loss: number) => ({ step, loss, epoch: 1, batch: step })
const validation = {
  step: 10,
  epoch: 1,
  loss: 1,
  accuracy: 0.5,
  trainLoss: undefined,
  trainAccuracy: undefined,
  durationMs: undefined
}

test('has the latest checkpoint first, with the last line of the log and what was measured there', () => {
  const run = {
    checkpoints: Series.of(4, 10, 15),
    log: Series.of(line(5, 2), line(10, 1.5)),
    validations: Series.of(validation),
    stepsPerEpoch: 10
  }
  expect(forkChoices(run)).toEqual([
    { step: 15, epoch: 2, loss: 1.5, accuracy: undefined },
    { step: 10, epoch: 1, loss: 1.5, accuracy: 0.5 },
    { step: 4, epoch: 1, loss: undefined, accuracy: undefined }
  ])
})
