import { expect, test } from 'vitest'
import { inputName, largestInputs } from './dense-inputs'

test('the inputs that count most come first, whatever their sign', () => {
  expect(largestInputs(Float32Array.of(1, -4, 0, 2), 3)).toEqual([
    { at: 1, product: -4 },
    { at: 3, product: 2 },
    { at: 0, product: 1 }
  ])
  expect(largestInputs([], 3)).toEqual([])
})

test('an input is called by its number, or by its place in the maps that were flattened', () => {
  expect(inputName(4, undefined)).toBe('input 5')
  expect(inputName(0, [5, 5, 16])).toBe('map 1, row 1, col 1')
  // [row 2, column 3, map 7] of [5, 5, 16]
  expect(inputName((2 * 5 + 3) * 16 + 7, [5, 5, 16])).toBe('map 8, row 3, col 4')
})
