import { expect, test } from 'vitest'
import { describeSelection } from './describe-selection'

const best = { step: 200, epoch: 2, loss: 1.2345 }

test('the best epoch is named, and what the result is', () => {
  const text =
    'The validation loss was lowest after epoch 2 (1.234), so the checkpoint at step 200 is the result.'
  expect(describeSelection(best)).toBe(text)
  expect(describeSelection(best, { step: 600, totalSteps: 600, stepsPerEpoch: 100 })).toBe(text)
})

test('a training that ended early says so', () => {
  expect(describeSelection(best, { step: 300, totalSteps: 600, stepsPerEpoch: 100 })).toMatch(
    / Training ended early, after epoch 3 of 6\.$/
  )
})
