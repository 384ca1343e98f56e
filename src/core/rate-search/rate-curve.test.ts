import { describe, expect, test } from 'vitest'
import { RateCurve } from './rate-curve'
import { rateOf, searchSteps } from './search-steps'

function curveOf(losses: readonly number[], steps: number): RateCurve {
  const curve = new RateCurve(steps)
  for (const loss of losses) curve.add(loss)
  return curve
}

describe('RateCurve', () => {
  test('smooths a constant loss to that loss, from the first step on', () => {
    const { points, isOver } = curveOf(new Array<number>(100).fill(2.5), 100)
    expect(points).toHaveLength(100)
    for (const { smoothed } of points) expect(smoothed).toBeCloseTo(2.5, 12)
    expect(isOver).toBe(true)
  })

  test('pairs each loss with the rate of its step', () => {
    const { points, isOver } = curveOf([3, 2], 100)
    expect(points.map(({ rate, loss }) => [rate, loss])).toEqual([
      [rateOf(0, 100), 3],
      [rateOf(1, 100), 2]
    ])
    expect(isOver).toBe(false)
  })

  test('is over before a loss that is not finite', () => {
    const curve = curveOf([2, 1, NaN, 1], 100)
    expect(curve.points.map(({ loss }) => loss)).toEqual([2, 1])
    expect(curve.isOver).toBe(true)
  })

  test('is over where the smoothed loss is above 4 times its lowest', () => {
    const { points, isOver } = curveOf([1, 1, 1, 50, 50, 50], 100)
    expect(isOver).toBe(true)
    expect(points.length).toBeLessThan(6)
    expect(points.at(-1)?.smoothed).toBeGreaterThan(4)
    expect(points.at(-2)?.smoothed).toBeLessThanOrEqual(4)
  })
})

describe('the rates of a search', () => {
  test('grow from 0.000001 to 10 by the same factor from step to step', () => {
    expect(rateOf(0, 1000)).toBe(1e-6)
    expect(rateOf(999, 1000)).toBe(10)
    const factor = rateOf(1, 1000) / rateOf(0, 1000)
    for (let step = 1; step < 1000; step++) {
      expect(rateOf(step, 1000) / rateOf(step - 1, 1000)).toBeCloseTo(factor, 9)
    }
  })

  test('see 16,000 images, and at least 100 batches', () => {
    expect([1, 4, 64, 160, 256, 1024].map(searchSteps)).toEqual([16_000, 4000, 250, 100, 100, 100])
  })
})
