import { expect, test } from 'vitest'
import { ordinal } from './ordinal'

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [13, '13th'],
  [22, '22nd'],
  [2000, '2,000th'],
  [2001, '2,001st']
])('%d is the %s', (value, text) => {
  expect(ordinal(value)).toBe(text)
})
