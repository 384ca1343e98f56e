import { expect, test } from 'vitest'
import { lossPicture } from './loss-picture'

const log = [
  { step: 100, loss: 2 },
  { step: 200, loss: 1.5 },
  { step: 400, loss: 1 }
]

test('runs from left to right, and down as the loss falls', () => {
  const { curve, lesson, ticks } = lossPicture(log, [{ step: 200, loss: 1.5 }], 400, 400)
  const points = curve.split(' ').map((pair) => pair.split(',').map(Number))
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  expect(xs).toEqual([...xs].sort((a = 0, b = 0) => a - b))
  expect(ys).toEqual([...ys].sort((a = 0, b = 0) => a - b))
  // The same loss at the same step is at the same place.
  expect([lesson[0]?.x, lesson[0]?.y]).toEqual(points[1])
  expect(ticks.map(({ text }) => text)).toEqual(['2.00', '1.50', '1.00'])
})

test('figures beyond the end of the run are left out', () => {
  expect(lossPicture(log, [{ step: 500, loss: 1 }], 400, 400).lesson).toEqual([])
})

test('a loss that is no number, and a log without lines, draw nothing', () => {
  expect(lossPicture([], [], 0, 400)).toEqual({ curve: '', lesson: [], ticks: [] })
  expect(lossPicture([{ step: 1, loss: NaN }], [], 10, 400).curve).toBe('')
})

test('a flat curve has a place of its own', () => {
  const { curve, ticks } = lossPicture([{ step: 1, loss: 1 }], [], 10, 400)
  expect(curve).not.toMatch(/NaN|Infinity/)
  expect(ticks.map(({ text }) => text)).toEqual(['1.00'])
})
