import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Evaluation } from '../run/evaluation'
import { accuracyDifference, describeOtherData } from './accuracy-difference'

const result = (correct: number, images: number): Evaluation => ({
  split: 'test',
  classes: ['cat', 'dog'],
  cells: [
    [0, 0, correct],
    [0, 1, images - correct]
  ],
  loss: 1,
  durationMs: 1
})

test.each([
  // Newcombe 1998, table II, method 10: the first proportion less the second.
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [10, 10, 0, 20, 0.6791, 1]
])('%i of %i against %i of %i gives the published interval', (a, m, b, n, low, high) => {
  const found = accuracyDifference({ correct: b, images: n }, { correct: a, images: m })
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

test('the interval holds the difference, and turns round with it', () => {
  const share = fc
    .record({ images: fc.integer({ min: 1, max: 10_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ images, part }) => ({ images, correct: Math.round(images * part) }))
  fc.assert(
    fc.property(share, share, (one, other) => {
      const there = accuracyDifference(one, other)
      const back = accuracyDifference(other, one)
      expect(there.low).toBeLessThanOrEqual(there.difference)
      expect(there.high).toBeGreaterThanOrEqual(there.difference)
      expect(back.low).toBeCloseTo(-there.high, 10)
      expect(there.low).toBeGreaterThanOrEqual(-1.000001)
    })
  )
})

test('is told in words, with what it may be worth', () => {
  const own = { name: 'Flowers', result: result(800, 1000) }
  expect(describeOtherData(own, { name: 'Class B', result: result(100, 200) })).toBe(
    '50.0 % of the 200 test images of Class B, 30.0 percentage points less than on Flowers. 95 % interval: from 37.3 less to 22.7 less, so this is more than chance would give.'
  )
  expect(describeOtherData(own, { name: 'Class B', result: result(8, 10) })).toContain(
    'so this may be chance.'
  )
})
