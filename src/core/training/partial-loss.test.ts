import { expect, test } from 'vitest'
import type { LogLine } from '../run/run-state'
import { Series } from '../maths/series'
import { partialLoss, partialLossSentence } from './partial-loss'

const points = (...steps: number[]) => Series.from(steps.map((step) => ({ step, loss: step, trainMs: 0 })))
const log = Series.empty<LogLine>()

test('a run without a line of the log has the mean of the steps so far', () => {
  expect(partialLoss({ log, points: points(1, 2, 3), stepsPerEpoch: 100 })).toEqual({
    epoch: 1,
    steps: 3,
    loss: 2
  })
})

test('each epoch starts a mean of its own', () => {
  expect(partialLoss({ log, points: points(1, 2, 3, 4, 5), stepsPerEpoch: 3 })).toEqual({
    epoch: 2,
    steps: 2,
    loss: 4.5
  })
  expect(partialLoss({ log, points: points(1, 2, 3), stepsPerEpoch: 3 })).toMatchObject({
    epoch: 1,
    steps: 3
  })
})

test('points count as many times as they have steps of the epoch', () => {
  // The second point covers steps 11 to 20, of which the epoch has the last five.
  expect(partialLoss({ log, points: points(10, 20, 30), stepsPerEpoch: 15 })).toEqual({
    epoch: 2,
    steps: 15,
    loss: (20 * 5 + 30 * 10) / 15
  })
})

test('people are told what the mean is of', () => {
  expect(partialLossSentence({ epoch: 1, steps: 1200, loss: 2.3026 }, 2000, 12_500)).toBe(
    'The log has a line for every 2,000 batches. The mean loss of the first 1,200 steps of epoch 1 is 2.303.'
  )
  expect(partialLossSentence({ epoch: 2, steps: 1, loss: 2 }, 20, 200)).toContain(
    'the first step of epoch 2 is 2.000'
  )
})

test('an epoch that is too short for a line is told from a run that has not come to its first', () => {
  expect(partialLossSentence({ epoch: 2, steps: 782, loss: 2.2121 }, 2000, 782)).toBe(
    'The log would have a line for every 2,000 batches, but an epoch has only 782 batches, so there is none. The mean loss of epoch 2 is 2.212.'
  )
  expect(partialLossSentence({ epoch: 1, steps: 1, loss: 2 }, 20, 1)).toContain('has only 1 batch, so')
})

test('a line of the log says more, and no point says nothing', () => {
  const line = Series.of({ epoch: 1, batch: 2, step: 2, loss: 1 })
  expect(partialLoss({ log: line, points: points(1, 2), stepsPerEpoch: 10 })).toBeUndefined()
  expect(partialLoss({ log, points: points(), stepsPerEpoch: 10 })).toBeUndefined()
})
