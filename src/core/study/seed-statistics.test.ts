import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareSeeds, summariseSeeds } from './seed-statistics'

test('a single seed has no spread', () => {
  expect(summariseSeeds([0.5])).toEqual({ count: 1, mean: 0.5, deviation: undefined, margin: undefined })
  expect(compareSeeds([0.5], [0.6, 0.7])).toBeUndefined()
})

test('the lesson’s five seeds', () => {
  const { mean, deviation, margin } = summariseSeeds([0.5457, 0.5115, 0.5449, 0.5476, 0.5412])
  expect(mean).toBeCloseTo(0.53818, 10)
  expect(deviation).toBeCloseTo(0.0150946, 6)
  // 2.776 for 4 degrees of freedom.
  expect(margin).toBeCloseTo((2.776445 * 0.0150946) / Math.sqrt(5), 6)
})

test('values that do not differ cannot be tested', () => {
  expect(compareSeeds([0.5, 0.5], [0.6, 0.6])).toBeUndefined()
})

test('the other way round is the opposite difference; the interval leaves out 0 just where p is below 0.05', () => {
  const group = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(group, group, (one, other) => {
      const there = compareSeeds(one, other)
      const back = compareSeeds(other, one)
      if (there === undefined || back === undefined) return
      expect(back.difference).toBeCloseTo(-there.difference, 12)
      expect(back.p).toBeCloseTo(there.p, 9)
      expect(back.margin).toBeCloseTo(there.margin, 9)
      if (Math.abs(there.p - 0.05) > 1e-6)
        expect(Math.abs(there.difference) > there.margin).toBe(there.p < 0.05)
    })
  )
})
