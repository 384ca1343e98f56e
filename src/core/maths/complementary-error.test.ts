import { expect, test } from 'vitest'
import { complementaryError } from './complementary-error'

/** erfc as Python's math.erfc gives it. */
const exact: readonly (readonly [number, number])[] = [
  [-5, 1.9999999999984626],
  [-2.5, 1.999593047982555],
  [-1, 1.842700792949715],
  [-0.3, 1.3286267594591274],
  [0, 1.0],
  [1e-8, 0.9999999887162083],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [1.5, 0.033894853524689274],
  [1.9, 0.0072095707647425325],
  [2, 0.004677734981047265],
  [2.5, 0.0004069520174449589],
  [3, 2.2090496998585438e-5],
  [5, 1.5374597944280351e-12],
  [9, 4.13703174651381e-37],
  [20, 5.3958656116079005e-176]
]

test.each(exact)('erfc(%d) is %d', (x, value) => {
  expect(Math.abs(complementaryError(x) / value - 1)).toBeLessThan(1e-13)
})

test('ends at 0, at 2, and with what is not a number', () => {
  expect([complementaryError(40), complementaryError(-40), complementaryError(NaN)]).toEqual([0, 2, NaN])
})
