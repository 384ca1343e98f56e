import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedDecimal } from './fixed-decimal'
import { checkableDigits } from './checkable-digits'

const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

test('a sum needs more decimals only where rounding would show', () => {
  expect(checkableDigits([0.25, 0.5], 0.75, add)).toBe(4)
  expect(checkableDigits([0.25, 0.5], 0.75, add, { least: 2 })).toBe(2)
  // 0.1872 + 0.1233 = 0.3105, which could be 0.310 or 0.311
  expect(checkableDigits([0.18715, 0.12334], 0.31049, add)).toBe(5)
})

test('what is written gives what is written', () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 7 }), (values) => {
      const digits = checkableDigits(values, add(values), add)
      const written = values.map((value) => Number(value.toFixed(digits)))
      // Where the sum itself is in the middle, so is what is written.
      const middle = Math.abs((((Math.abs(add(values)) * 1000) % 1) - 0.5) / 1000)
      expect(Math.abs(add(written) - add(values))).toBeLessThan(values.length * 0.00005 + 1e-9)
      if (middle > 1e-8) expect(fixedDecimal(add(written))).toBe(fixedDecimal(add(values)))
    })
  )
})

test('a result that the numbers do not give asks for no more decimals', () => {
  expect(checkableDigits([0.1, 0.2], 0.5, add)).toBe(4)
})
