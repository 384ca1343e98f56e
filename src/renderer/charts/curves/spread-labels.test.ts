import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadLabels } from './spread-labels'

test('labels that are far apart stay where they are', () => {
  expect(spreadLabels([50, 10, 30], 12, 0, 100)).toEqual([50, 10, 30])
})

test('labels that are close are moved apart, and stay inside', () => {
  expect(spreadLabels([10, 12, 50], 12, 0, 100)).toEqual([10, 22, 50])
  expect(spreadLabels([98, 99, 100], 12, 0, 100)).toEqual([76, 88, 100])
  expect(spreadLabels([0, 0, 0], 60, 0, 100)).toEqual([0, 50, 100])
})

test('they keep their order, their distance and the bounds', () => {
  const place = fc.integer({ min: -20, max: 320 })
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 30 }),
      (wanted, gap) => {
        const placed = spreadLabels(wanted, gap, 0, 300)
        const least = wanted.length < 2 ? gap : Math.min(gap, 300 / (wanted.length - 1))
        const sorted = placed.map((at, i) => ({ at, wanted: Number(wanted[i]) })).sort((a, b) => a.at - b.at)
        for (const [i, { at }] of sorted.entries()) {
          expect(at).toBeGreaterThanOrEqual(-1e-9)
          expect(at).toBeLessThanOrEqual(300 + 1e-9)
          const next = sorted[i + 1]
          if (next === undefined) continue
          expect(next.at - at).toBeGreaterThanOrEqual(least - 1e-9)
          expect(next.wanted).toBeGreaterThanOrEqual(sorted[i]?.wanted ?? 0)
        }
      }
    )
  )
})
