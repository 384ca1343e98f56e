import { expect, test } from 'vitest'
import { lowerRate } from './lower-rate'

test.each([
  [10, 0.001],
  [0.002, 0.001],
  [0.001, 0.0001],
  [0.000123456, 0.0000123]
])('after %s comes %s', (rate, lower) => {
  expect(lowerRate(rate)).toBe(lower)
})

test('nothing is lower than the lowest', () => {
  expect(lowerRate(0)).toBeUndefined()
  expect(lowerRate(Number.MIN_VALUE)).toBeUndefined()
})
