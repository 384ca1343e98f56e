import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { rateAt } from './rate-at'

test('a schedule multiplies the rate that is set', () => {
  const rate = rateAt({ ...lessonConfig, schedule: 'linear' }, [], 4)
  expect([0, 1, 2, 3].map(rate)).toEqual([0.001, 0.00075, 0.0005, 0.00025])
})

test('a change during the run is multiplied as the one before it was', () => {
  const changes = [
    { fromStep: 0, learningRate: 0.1 },
    { fromStep: 2, learningRate: 1 }
  ]
  const rate = rateAt({ ...lessonConfig, schedule: 'linear' }, changes, 4)
  expect([0, 1, 2, 3].map(rate)).toEqual([0.1, 0.1 * 0.75, 0.5, 0.25])
})
