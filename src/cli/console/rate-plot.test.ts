import { expect, test } from 'vitest'
import { RateCurve } from '../../core/rate-search/rate-curve'
import { ratePlot } from './rate-plot'

const markAt = (line: string): number => line.indexOf('*') - line.indexOf('|')

test('marks a low loss further left, three times for each power of ten', () => {
  const curve = new RateCurve(100)
  for (let step = 0; step < 100; step++) curve.add(step < 50 ? 2.3 : step < 70 ? 2 : 5)
  const [head, ...lines] = ratePlot(curve.points)
  expect(head).toContain('rate   loss')
  expect(lines).toHaveLength(7 * 3 + 1)
  expect(lines[0]).toMatch(/0\.000001 {2}2\.300 {2}\| +\*$/)
  const marks = lines.map(markAt)
  expect(Math.min(marks[0] ?? 0, marks.at(-1) ?? 0)).toBeGreaterThan(marks[13] ?? Infinity)
  expect(marks[13]).toBe(1)
  // However high a loss, its mark stays in the picture.
  for (const mark of marks) expect(mark).toBeLessThanOrEqual(41)
})

test('draws a loss that does not change, and nothing where there is none', () => {
  expect(ratePlot([])).toEqual([])
  expect(ratePlot([{ rate: 1e-6, loss: 2, smoothed: 2 }])).toHaveLength(2)
})
