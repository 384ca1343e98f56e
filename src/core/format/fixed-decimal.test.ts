import { expect, test } from 'vitest'
import { fixedDecimal } from './fixed-decimal'

test.each([
  [1.23456, 3, '1.235'],
  [-1.5, 1, '−1.5'],
  [-0.04, 1, '0.0'],
  [-0, 0, '0'],
  [-12.6, 0, '−13']
])('%d with %d decimals is %s', (value, digits, text) => {
  expect(fixedDecimal(value, digits)).toBe(text)
})
