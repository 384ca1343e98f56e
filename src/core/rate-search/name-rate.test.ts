import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../maths/random'
import { nameRate } from './name-rate'
import { RateCurve } from './rate-curve'
import type { RatePoint } from './rate-point'
import { rateOf } from './search-steps'

/** A curve of the usual form: it starts at `start`, falls by `fall` from `onset` to `best`, and rises from there. */
interface Shape {
  readonly start: number
  readonly fall: number
  readonly onset: number
  readonly best: number
}

const usual: Shape = { start: 2.3, fall: 0.3, onset: 1e-4, best: 1e-2 }

function lossAt(rate: number, { start, fall, onset, best }: Shape): number {
  if (rate < onset) return start
  if (rate < best) return start - (fall * Math.log(rate / onset)) / Math.log(best / onset)
  return start - fall + fall * (rate / best - 1) ** 2
}

function pointsOf(steps: number, lossOf: (rate: number) => number): readonly RatePoint[] {
  const curve = new RateCurve(steps)
  for (let step = 0; step < steps; step++) curve.add(lossOf(rateOf(step, steps)))
  return curve.points
}

function noisy(lossOf: (rate: number) => number, size: number, seed: number): (rate: number) => number {
  const random = Random.seeded(seed)
  // Twelve evenly distributed numbers add up to nearly a normal distribution of deviation 1.
  const normal = (): number =>
    Array.from({ length: 12 }, () => random.nextFloat()).reduce((a, b) => a + b) - 6
  return (rate) => lossOf(rate) + size * normal()
}

describe('nameRate', () => {
  test('names a rate well below the one with the lowest loss, and says from where on the loss rises', () => {
    const named = nameRate(
      pointsOf(1000, (rate) => lossAt(rate, usual)),
      1000
    )
    if (named.kind !== 'found') throw new Error('found none')
    // The smoothed loss lags behind: its lowest is a little later.
    expect(named.limit).toBeGreaterThan(usual.best)
    expect(named.limit).toBeLessThan(3 * usual.best)
    expect(named.rate).toBeGreaterThan(usual.best / 8)
    expect(named.rate).toBeLessThan((3 * usual.best) / 8)
  })

  test.each([
    [4000, 0.15],
    [1000, 0.1],
    [250, 0.05],
    [100, 0.02]
  ])('with %i steps, noise of %f moves it by less than a factor of 3', (steps, size) => {
    for (let seed = 1; seed <= 20; seed++) {
      const named = nameRate(
        pointsOf(
          steps,
          noisy((rate) => lossAt(rate, usual), size, seed)
        ),
        steps
      )
      if (named.kind !== 'found') throw new Error(`found none with seed ${seed}`)
      expect(named.rate).toBeGreaterThan(usual.best / 8 / 3)
      expect(named.rate).toBeLessThan((usual.best / 8) * 4.5)
    }
  })

  test.each([16_000, 4000, 1000, 250, 100])(
    'names nothing where there is only noise, in %i steps',
    (steps) => {
      for (let seed = 1; seed <= 20; seed++) {
        for (const size of [0.001, 0.1, 0.8]) {
          expect(
            nameRate(
              pointsOf(
                steps,
                noisy(() => 2.3, size, seed)
              ),
              steps
            ).kind
          ).toBe('none')
        }
      }
    }
  )

  test('names nothing where the loss only rises', () => {
    const points = pointsOf(1000, (rate) => 2.3 + 100 * rate)
    expect(points.length).toBeLessThan(1000)
    expect(nameRate(points, 1000)).toMatchObject({
      kind: 'none',
      reason: 'No learning rate lowered the loss noticeably.'
    })
  })

  test('says so where the loss grows without limit at once', () => {
    expect(nameRate([], 100).kind).toBe('none')
    const points = pointsOf(100, (rate) => (rate > 2e-6 ? NaN : 2.3))
    expect(nameRate(points, 100)).toMatchObject({
      kind: 'none',
      reason: 'The loss grew without limit even at the lowest learning rates.'
    })
  })

  test('knows no limit where the loss still falls at the highest rate', () => {
    const named = nameRate(
      pointsOf(1000, (rate) => lossAt(rate, { ...usual, onset: 1, best: 1e9, fall: 10 })),
      1000
    )
    expect(named).toEqual({ kind: 'found', rate: 1.3 })
  })

  test('goes by the first valley: one behind a mountain belongs to another, luckier training', () => {
    const behind = (rate: number): number =>
      rate > 1 ? 1 : Math.min(4, lossAt(rate, { ...usual, best: 1e-3 }))
    const named = nameRate(pointsOf(1000, behind), 1000)
    if (named.kind !== 'found') throw new Error('found none')
    expect(named.limit).toBeLessThan(1e-2)
  })

  test('does not depend on the unit of the loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 1, max: 1000 }), (exponent, seed) => {
        const curve = noisy((rate) => lossAt(rate, usual), 0.1, seed)
        const losses = new Map<number, number>()
        const lossOf = (rate: number): number => {
          const loss = losses.get(rate) ?? curve(rate)
          losses.set(rate, loss)
          return loss
        }
        // Powers of two round nothing.
        const scaled = pointsOf(400, (rate) => 2 ** exponent * lossOf(rate))
        expect(nameRate(scaled, 400)).toEqual(nameRate(pointsOf(400, lossOf), 400))
      }),
      { numRuns: 30 }
    )
  })
})
