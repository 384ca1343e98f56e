import { expect, test } from 'vitest'
import { orderedRows, seedAxis, type SeedRow } from './seed-rows'

const row = (mean: number, margin?: number): SeedRow => ({
  title: `${mean}`,
  values: [mean],
  mean,
  margin,
  best: false,
  standing: mean
})

test('a few rows keep their order, and of many the best comes first', () => {
  const few = [row(0.5), row(0.6), row(0.4)]
  expect(orderedRows(few).map((one) => one.row)).toEqual([0, 1, 2])
  const many = Array.from({ length: 20 }, (_, i) => row(i / 100))
  expect(
    orderedRows(many)
      .map((one) => one.row)
      .slice(0, 2)
  ).toEqual([19, 18])
  const marked = many.map((one, i) => ({ ...one, best: i === 4 }))
  expect(
    orderedRows(marked)
      .map((one) => one.row)
      .slice(0, 2)
  ).toEqual([4, 19])
})

test('the axis holds every value and interval, between round shares', () => {
  const { from, to, ticks } = seedAxis([row(0.52, 0.02), row(0.55, 0.01)])
  expect(from).toBeLessThanOrEqual(0.5)
  expect(to).toBeGreaterThanOrEqual(0.56)
  expect(ticks[0]).toBe(from)
  expect(ticks.at(-1)).toBe(to)
})

test('the axis ends at 0 and 1, however wide an interval is', () => {
  const { from, to } = seedAxis([row(0.9, 3)])
  expect(from).toBe(0)
  expect(to).toBe(1)
})

test('without a value there is an axis all the same', () => {
  expect(seedAxis([])).toEqual({ from: 0, to: 1, ticks: [0, 1], decimals: 0 })
})
