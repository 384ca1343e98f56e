import { expect, test } from 'vitest'
import { rateOf } from './search-steps'
import { spacedPoints } from './spaced-points'

test.each([100, 250, 1000, 16_000])('gives three points for each power of ten of %i', (steps) => {
  const points = Array.from({ length: steps }, (_, i) => ({ rate: rateOf(i, steps), loss: 1, smoothed: 1 }))
  const spaced = spacedPoints(points, 3)
  expect(spaced).toHaveLength(7 * 3 + 1)
  expect(spaced[0]?.rate).toBe(1e-6)
  expect(spaced.at(-1)?.rate).toBe(10)
  expect(spacedPoints([], 3)).toEqual([])
})
