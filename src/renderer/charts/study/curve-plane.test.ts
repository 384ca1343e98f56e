import { expect, test } from 'vitest'
import { curvePlane } from './curve-plane'

const curve = (trial: number, ...ys: readonly number[]) => ({
  trial,
  points: ys.map((y, i) => ({ x: i + 1, y }))
})

test('shows all curves from 0 on, between round numbers, with the mean of each group', () => {
  const plane = curvePlane([
    { title: 'a', curves: [curve(0, 2.3, 1.9), curve(1, 2.1, 1.5)] },
    { title: 'b', curves: [curve(2, 2.2, 1.2)] }
  ])
  expect(plane.x).toEqual({ min: 0, max: 2 })
  expect(plane.y.min).toBeLessThanOrEqual(1.2)
  expect(plane.y.max).toBeGreaterThanOrEqual(2.3)
  expect(plane.curves.map(({ trial, group, place, of }) => [trial, group, place, of])).toEqual([
    [0, 0, 1, 2],
    [1, 0, 2, 2],
    [2, 1, 1, 1]
  ])
  expect(plane.means).toHaveLength(2)
  expect([...(plane.means[0]?.ys ?? [])]).toEqual([2.2, 1.7])
})

test('a run that diverges does not press the others flat', () => {
  const plane = curvePlane([
    { title: 'a', curves: [curve(0, 2.3, 1.9), curve(1, 2.4, 1.5), curve(2, 2.3, 1e20)] }
  ])
  expect(plane.y.max).toBeLessThan(3)
})

test('many groups have neither colours nor means', () => {
  const groups = Array.from({ length: 11 }, (_, i) => ({
    title: `${i}`,
    curves: [curve(2 * i, 1, 2), curve(2 * i + 1, 1, 2)]
  }))
  expect(curvePlane(groups)).toMatchObject({ coloured: false, means: [] })
})

test('without a point it has ranges all the same', () => {
  const empty = { x: { min: 0, max: 1 }, y: { min: 0, max: 1 } }
  expect(curvePlane([])).toMatchObject(empty)
  expect(curvePlane([{ title: 'a', curves: [curve(0)] }])).toMatchObject(empty)
})
