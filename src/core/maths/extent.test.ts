import { expect, test } from 'vitest'
import { extent } from './extent'

test('is found over several lists, of any length', () => {
  const many = new Float64Array(1_000_000).fill(2)
  many[700_000] = 3
  expect(extent(many, [1, 2])).toEqual({ min: 1, max: 3 })
})

test('of nothing is what no value lies outside of', () => {
  expect(extent()).toEqual({ min: Infinity, max: -Infinity })
})

test('is not a number where a value is none', () => {
  expect(extent([1, NaN, 2])).toEqual({ min: NaN, max: NaN })
})
