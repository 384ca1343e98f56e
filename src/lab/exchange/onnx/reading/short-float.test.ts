import { expect, test } from 'vitest'
import { shortFloat } from './short-float'

test.each([0.1, 1e-5, 0.3, 1, 0.125, 1e-12, 123456.7, 1 / 3])(
  '%d is found again from its float32',
  (value) => {
    const found = shortFloat(Math.fround(value))
    expect(Math.fround(found)).toBe(Math.fround(value))
    expect(String(found).length).toBeLessThanOrEqual(12)
  }
)

test('a number with few digits is itself', () => {
  expect(shortFloat(Math.fround(0.01))).toBe(0.01)
  expect(shortFloat(Math.fround(1e-3))).toBe(1e-3)
})
