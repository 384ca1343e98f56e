import { describe, expect, test } from 'vitest'
import { sampleHeights } from './height-grid'
import { projectRelief, Relief, type View } from './relief'
import { reliefCeiling } from './surface-picture'

const size = { width: 400, height: 300 }
const above: View = { turn: 0, tilt: Math.PI / 2 }
const aside: View = { turn: 0, tilt: 0 }

describe('project', () => {
  test('the middle stays in the middle', () => {
    for (const turn of [0, 1, 4]) {
      expect(projectRelief([0, 0, 0], { turn, tilt: 0.6 }, size)).toMatchObject({ x: 200, y: 150 })
    }
  })

  test('from above it is a map: height does not show', () => {
    const low = projectRelief([0.5, 0.5, -1], above, size)
    const high = projectRelief([0.5, 0.5, 1], above, size)
    expect(low.x).toBeCloseTo(high.x)
    expect(low.y).toBeCloseTo(high.y)
    expect(low.x).toBeGreaterThan(200)
    expect(low.y).toBeLessThan(150)
    expect(high.depth).toBeLessThan(low.depth)
  })

  test('from the side only height shows', () => {
    expect(projectRelief([0, 0.9, 0.4], aside, size).y).toBeCloseTo(
      projectRelief([0, -0.9, 0.4], aside, size).y
    )
    expect(projectRelief([0, 0.9, 0], aside, size).depth).toBeGreaterThan(
      projectRelief([0, -0.9, 0], aside, size).depth
    )
  })

  test('nothing leaves the sheet', () => {
    for (const turn of [0, 0.8, 2, 3.9]) {
      for (const tilt of [0.2, 0.6, 1.3]) {
        for (const corner of [
          [1, 1, 0.62],
          [-1, -1, -0.62]
        ] as const) {
          const { x, y } = projectRelief(corner, { turn, tilt }, size)
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(size.width)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(size.height)
        }
      }
    }
  })
})

test('a relief is drawn from the back, and cut off at the ceiling', () => {
  const relief = new Relief(
    sampleHeights((x, y) => x * x + y * y, [-2, 2], [-2, 2], 9, 9),
    4
  )
  const patches = relief.patches({ turn: 0.5, tilt: 0.6 })
  expect(patches).toHaveLength(64)
  for (const { share } of patches) {
    expect(share).toBeGreaterThanOrEqual(0)
    expect(share).toBeLessThanOrEqual(1)
  }
  expect(relief.place(0, 0)?.[2]).toBeLessThan(relief.place(1, 1)?.[2] ?? -1)
  expect(relief.place(2, 2)?.[2]).toBe(relief.place(-2, 2)?.[2])
  expect(relief.place(3, 0)).toBeUndefined()
})

test('the ceiling leaves the start in the picture', () => {
  const surface = {
    directions: 'principal' as const,
    step: 10,
    images: 5,
    x: [0, 1],
    y: [0, 1],
    loss: [
      [1, 900],
      [800, 700]
    ],
    path: [
      { step: 0, x: 0, y: 1, loss: 2.3 },
      { step: 10, x: 0, y: 0, loss: 1 }
    ]
  }
  expect(reliefCeiling(surface)).toBeCloseTo(2.645)
  expect(reliefCeiling({ ...surface, path: [] })).toBeGreaterThanOrEqual(800)
})
