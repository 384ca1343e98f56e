import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fairCoinTest } from './binomial-test'

test('small cases by hand', () => {
  expect(fairCoinTest(0, 0)).toBe(1)
  expect(fairCoinTest(0, 1)).toBe(1)
  expect(fairCoinTest(0, 2)).toBeCloseTo(0.5, 12)
  expect(fairCoinTest(0, 10)).toBeCloseTo(2 / 1024, 12)
  expect(fairCoinTest(8, 10)).toBeCloseTo((2 * (45 + 10 + 1)) / 1024, 12)
})

test('heads and tails are alike, and the more uneven the rarer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, share) => {
        const k = Math.floor((share * n) / 2)
        const p = fairCoinTest(k, n)
        expect(p).toBe(fairCoinTest(n - k, n))
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p).toBeLessThanOrEqual(1)
        if (k > 0) expect(fairCoinTest(k - 1, n)).toBeLessThanOrEqual(p)
      }
    )
  )
})
