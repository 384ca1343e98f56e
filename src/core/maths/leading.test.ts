import { expect, test } from 'vitest'
import { leading } from './leading'

test('the largest come first, and of equal ones the first', () => {
  expect(leading([0.1, 0.4, 0.1, 0.3, 0.1], 4)).toEqual([1, 3, 0, 2])
})

test('there are no more than there are values', () => {
  expect(leading([0.2, 0.8], 5)).toEqual([1, 0])
  expect(leading([], 5)).toEqual([])
})
