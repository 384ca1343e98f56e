import { expect, test } from 'vitest'
import { lowerRate } from './lower-rate'

test.each([
  [5, 0.5],
  [0.3, 0.03],
  [0.0123456, 0.00123]
])('after %s comes %s', (rate, lower) => {
  expect(lowerRate(rate)).toBe(lower)
})

test('nothing is lower than the lowest', () => {
  expect(lowerRate(0)).toBeUndefined()
  expect(lowerRate(Number.MIN_VALUE)).toBeUndefined()
})
