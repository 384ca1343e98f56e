import { expect, test } from 'vitest'
import { rateRange } from './rate-range'

const curve = (...losses: readonly number[]) =>
  losses.map((smoothed, i) => ({ rate: 10 ** (i - 6), loss: smoothed, smoothed }))

test('shows the fall and as much above it, however far the loss climbs', () => {
  const { min, max } = rateRange(curve(2.3, 2.3, 2.1, 50_000))
  expect(min).toBeCloseTo(2)
  expect(max).toBeCloseTo(2.5)
})

test('has room around a loss that does not change, and where there is none', () => {
  const { min, max } = rateRange(curve(2, 2, 2))
  expect(min).toBeLessThan(2)
  expect(max).toBeGreaterThan(2)
  expect(rateRange([])).toEqual({ min: 0, max: 1 })
})
