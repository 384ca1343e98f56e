import { expect, test } from 'vitest'
import { slicedRows } from './sliced-rows'

test.each([
  [4, 0, 2, 1, [0, 1]],
  [4, -1, 9, 1, [3]],
  [4, -1, -(2 ** 63), -1, [3, 2, 1, 0]],
  [4, 2, 0, -1, [2, 1]],
  [4, 9, -2, -1, [3]],
  [4, 0, 4, 2, undefined]
])('%i places from %i to %i in steps of %i', (length, start, end, step, rows) => {
  expect(slicedRows(length, start, end, step)).toEqual(rows)
})
