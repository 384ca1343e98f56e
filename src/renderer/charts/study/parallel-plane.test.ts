import { expect, test } from 'vitest'
import { isInside, parallelPlane } from './parallel-plane'

const plane = parallelPlane(
  [
    { label: 'learning rate', scale: 'log' },
    { label: 'optimizer', scale: 'choice', values: ['sgd', 'adam'] }
  ],
  [
    { id: 3, at: [0.01, 'sgd'], result: 0.6 },
    { id: 4, at: [0.0001, 'adam'], result: 0.4 },
    { id: 5, at: [0.001, 'adam'] }
  ],
  'accuracy'
)

test('the result is the last axis, and the best line is the last', () => {
  expect(plane.axes.map(({ label }) => label)).toEqual(['learning rate', 'optimizer', 'accuracy'])
  expect(plane.lines.map(({ id, rank }) => [id, rank])).toEqual([
    [5, undefined],
    [4, 0],
    [3, 1]
  ])
  expect([...(plane.lines[1]?.places ?? [])]).toEqual([0, 0.75, 0])
})

test('a line without a result ends before the last axis', () => {
  const places = [...(plane.lines[0]?.places ?? [])]
  expect(places[0]).toBeCloseTo(0.5)
  expect(places.slice(1)).toEqual([0.75, NaN])
})

test('brushes keep the lines that go through all of them', () => {
  const inside = (...brushes: Parameters<typeof isInside>[1]) =>
    plane.lines.filter((line) => isInside(line, brushes)).map(({ id }) => id)
  expect(inside()).toEqual([5, 4, 3])
  expect(inside(undefined, { from: 0.6, to: 1 })).toEqual([5, 4])
  expect(inside({ from: 0.4, to: 1 }, { from: 0.6, to: 1 })).toEqual([5])
  expect(inside(undefined, undefined, { from: 0, to: 1 })).toEqual([4, 3])
})
