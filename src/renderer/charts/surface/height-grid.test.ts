import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contourLevels, contourLine, heightAt, sampleHeights } from './height-grid'

const bowl = sampleHeights((x, y) => x * x + y * y, [-2, 2], [-2, 2], 41, 41)

describe('contourLine', () => {
  test('a bowl has circles', () => {
    const segments = contourLine(bowl, 1)
    expect(segments.length).toBeGreaterThan(40)
    for (const { x1, y1, x2, y2 } of segments) {
      expect(Math.hypot(x1, y1)).toBeCloseTo(1, 2)
      expect(Math.hypot(x2, y2)).toBeCloseTo(1, 2)
    }
    const around = segments.reduce((sum, { x1, y1, x2, y2 }) => sum + Math.hypot(x2 - x1, y2 - y1), 0)
    expect(around).toBeCloseTo(2 * Math.PI, 1)
  })

  test('each end of a piece lies on the land at that height, saddles included', () => {
    const saddle = sampleHeights((x, y) => x * y, [-1, 1], [-1, 1], 4, 4)
    fc.assert(
      fc.property(fc.double({ min: -0.9, max: 0.9, noNaN: true }), (level) => {
        for (const { x1, y1, x2, y2 } of contourLine(saddle, level)) {
          expect(heightAt(saddle, x1, y1)).toBeCloseTo(level, 6)
          expect(heightAt(saddle, x2, y2)).toBeCloseTo(level, 6)
        }
      })
    )
  })

  test('there is nothing where there are no heights', () => {
    expect(contourLine(bowl, 9)).toEqual([])
    const hole = { x: [0, 1], y: [0, 1], z: [[0, null], [1, 1]] } // prettier-ignore
    expect(contourLine(hole, 0.5)).toEqual([])
    expect(heightAt(hole, 0.5, 0.5)).toBeUndefined()
  })
})

test('levels share out the map evenly', () => {
  const slope = sampleHeights((x) => Math.exp(x), [0, 10], [0, 1], 101, 2)
  const levels = contourLevels(slope, 10)
  expect(levels).toHaveLength(10)
  expect(levels.map((level) => Math.round(Math.log(level) * 2) / 2)).toEqual(
    Array.from({ length: 10 }, (_, i) => i + 0.5)
  )
})

test('heights between the crossings, and none outside', () => {
  const plane = sampleHeights((x, y) => 2 * x - y, [0, 4], [1, 3], 5, 3)
  expect(heightAt(plane, 1.3, 2.6)).toBeCloseTo(0, 10)
  expect(heightAt(plane, 4, 3)).toBe(5)
  expect(heightAt(plane, 4.1, 2)).toBeUndefined()
})
