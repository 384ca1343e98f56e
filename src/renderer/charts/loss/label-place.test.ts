import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelPlace } from './label-place'

const chart = { left: 0, right: 400, top: 0, bottom: 200 }
const words = { width: 36, height: 15 }

test('at the upper right of its point, at the left where the right is too narrow', () => {
  expect(labelPlace({ x: 100, y: 100 }, words, chart)).toEqual({ left: 107, top: 83 })
  expect(labelPlace({ x: 380, y: 100 }, words, chart)).toEqual({ left: 337, top: 83 })
  expect(labelPlace({ x: 100, y: 5 }, words, chart)).toEqual({ left: 107, top: 9 })
})

test('never over an edge, wherever the point is', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 450, noNaN: true }),
      fc.double({ min: -50, max: 250, noNaN: true }),
      fc.double({ min: 1, max: 400, noNaN: true }),
      (x, y, width) => {
        const { left, top } = labelPlace({ x, y }, { width, height: 15 }, chart)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(left + width).toBeLessThanOrEqual(400 + 1e-9)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(top + 15).toBeLessThanOrEqual(200)
      }
    )
  )
})
