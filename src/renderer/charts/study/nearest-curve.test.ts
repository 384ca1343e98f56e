import { expect, test } from 'vitest'
import { curvePlane } from './curve-plane'
import { nearestCurve } from './nearest-curve'
import { PlotScale } from './plot-box'

const plane = curvePlane([
  {
    title: 'a',
    curves: [
      {
        trial: 4,
        points: [
          { x: 0, y: 0 },
          { x: 10, y: 10 }
        ]
      },
      {
        trial: 5,
        points: [
          { x: 0, y: 10 },
          { x: 5, y: 8 },
          { x: 10, y: 8 }
        ]
      }
    ]
  }
])
const scale = new PlotScale(
  { left: 0, right: 100, top: 0, bottom: 100 },
  { min: 0, max: 10 },
  { min: 0, max: 10 }
)

test('finds the curve between two of its points, and the nearer one of them', () => {
  expect(nearestCurve(plane, scale, 30, 68, 12)).toEqual({ curve: 0, point: 0 })
  expect(nearestCurve(plane, scale, 40, 22, 12)).toEqual({ curve: 1, point: 1 })
})

test('finds the nearer one of two', () => {
  expect(nearestCurve(plane, scale, 82, 19, 12)).toEqual({ curve: 0, point: 1 })
  expect(nearestCurve(plane, scale, 70, 21, 12)).toEqual({ curve: 1, point: 1 })
})

test('finds nothing where there is nothing', () => {
  expect(nearestCurve(plane, scale, 20, 50, 12)).toBeUndefined()
})
