import { expect, test } from 'vitest'
import { shortNumber } from './short-number'

test.each([
  [0, '0'],
  [1.23456, '1.235'],
  [-0.5, '−0.500'],
  [0.00001, '1.0e−5'],
  [-2_000_000, '−2.0e6'],
  [1234.56, '1234.6']
])('shortNumber(%d) is %s', (value, text) => expect(shortNumber(value)).toBe(text))
