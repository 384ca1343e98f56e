import { expect, test } from 'vitest'
import { Series } from '../../../core/maths/series'
import { isBand, lossCurves } from './loss-curves'

const curve = (length: number, loss: (step: number) => number): Parameters<typeof lossCurves>[0] => ({
  points: grown(length, loss),
  log: Series.empty(),
  validations: Series.empty(),
  lesson: [{ step: 2, loss: 2.1 }],
  stepsPerEpoch: length,
  totalSteps: length,
  rateChanges: [],
  forks: [],
  selected: undefined,
  smoothing: 0.95
})

function grown(length: number, loss: (step: number) => number): Series<{ step: number; loss: number }> {
  let points = Series.empty<{ step: number; loss: number }>()
  for (let step = 1; step <= length; step++) points = points.add({ step, loss: loss(step) })
  return points
}

test('a short curve is drawn as it is', () => {
  const { raw } = lossCurves(curve(3, (step) => 3 - step / 2))
  expect(raw).toEqual([
    { step: 1, loss: 2.5 },
    { step: 2, loss: 2 },
    { step: 3, loss: 1.5 }
  ])
})

test('a log of very many lines is a band, and its outermost lines are out of the picture', () => {
  const log = grown(100_000, (step) => (step % 1000 === 0 ? 9 : 1 + (step % 2)))
  const { log: drawn, band, range } = lossCurves({ ...curve(100, () => 1.5), log })
  expect(isBand(log)).toBe(true)
  expect(drawn).toEqual([])
  expect(band.length).toBeLessThanOrEqual(400)
  expect(band[7]).toMatchObject({ low: 1, high: 2 })
  expect(range.max).toBeLessThan(4)
  expect(isBand(grown(100, () => 2))).toBe(false)
})

test('of 500,000 points as many are drawn as can be seen: ends and spikes among them', () => {
  const { raw, averages, range } = lossCurves(curve(500_000, (step) => (step === 321_123 ? 9 : 2)))
  expect(raw.length).toBeLessThanOrEqual(4000)
  expect(averages.length).toBeLessThanOrEqual(4000)
  expect(raw[0]?.step).toBe(1)
  expect(raw.at(-1)?.step).toBe(500_000)
  expect(raw).toContainEqual({ step: 321_123, loss: 9 })
  expect(range.max).toBeGreaterThan(2)
})

test('without smoothing the curve is the loss as it is', () => {
  const { raw, averages } = lossCurves({ ...curve(50, (step) => 2 + (step % 3)), smoothing: 0 })
  expect(averages).toEqual(raw)
})

test('lines of the log are drawn where they were printed, and have room', () => {
  const log = Series.of({ step: 20, loss: 5 })
  const { log: drawn, range } = lossCurves({ ...curve(50, () => 2), log })
  expect(drawn).toEqual([{ step: 20, loss: 5 }])
  expect(range.max).toBeGreaterThanOrEqual(5)
})
