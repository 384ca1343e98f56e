import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dropoutMask } from './dropout'
import { layerDraw, layerKey } from './layer-draws'

const seeds = fc.integer({ min: 0, max: 4_294_967_295 })
const draws = (seed: number, step: number, layer: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => layerDraw(layerKey(seed, step, layer), i))
const kept = (values: readonly number[], rate: number): boolean[] =>
  values.map((draw) => draw >= dropoutMask(rate).threshold)

/** Share of places at which two masks say the same. */
const agreement = (a: readonly boolean[], b: readonly boolean[]): number =>
  a.filter((value, i) => value === b[i]).length / a.length

describe('the mask of dropout', () => {
  test.each([
    // Made by fixtures/pytorch/make_trajectories.py, elements 0, 1, 2, 3, 1,000,000, 2^32 - 1.
    [0, 0, 0, [7529799, 10707824, 4445901, 14774742, 5712954, 13950410]],
    [1, 0, 7, [527313, 8936201, 9424048, 3943434, 6928593, 16095257]],
    [4_000_000_001, 25_000, 3, [15758750, 1412478, 16232444, 10702410, 7220480, 9161882]]
  ])('of seed %i, step %i, layer %i is what it always was', (seed, step, layer, expected) => {
    const elements = [0, 1, 2, 3, 1_000_000, 4_294_967_295]
    expect(elements.map((element) => layerDraw(layerKey(seed, step, layer), element))).toEqual(expected)
  })

  test('draws are whole numbers of 24 bits', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), fc.nat({ max: 63 }), fc.nat(), (seed, step, layer, element) => {
        const draw = layerDraw(layerKey(seed, step, layer), element)
        expect(Number.isInteger(draw) && draw >= 0 && draw < 2 ** 24).toBe(true)
      })
    )
  })

  test('drops the share that it should: within 5 standard deviations', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 63 }),
        fc.constantFrom(0.1, 0.25, 0.5, 0.8),
        (seed, step, layer, rate) => {
          const count = 4096
          const dropped = kept(draws(seed, step, layer, count), rate).filter((keeps) => !keeps).length
          expect(Math.abs(dropped - rate * count)).toBeLessThan(5 * Math.sqrt(rate * (1 - rate) * count))
        }
      ),
      { numRuns: 300, seed: 1 }
    )
  })

  test('those of neighbouring seeds, steps and layers have nothing to do with each other', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 100_000 }), fc.nat({ max: 62 }), (seed, step, layer) => {
        const mask = kept(draws(seed, step, layer, 4096), 0.5)
        const others = [
          [(seed + 1) % 2 ** 32, step, layer],
          [seed, step + 1, layer],
          [seed, step, layer + 1],
          [seed, layer, step]
        ] as const
        for (const [s, t, l] of others) {
          if (s === seed && t === step && l === layer) continue
          const same = agreement(mask, kept(draws(s, t, l, 4096), 0.5))
          expect(Math.abs(same - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 4096))
        }
      }),
      { numRuns: 200, seed: 2 }
    )
  })

  test('neighbouring values, rows and channels are independent', () => {
    const mask = kept(draws(9, 100, 2, 65_536), 0.5)
    for (const shift of [1, 2, 3, 4, 8, 16, 64, 84, 120, 400, 1024, 4096]) {
      const same = agreement(mask.slice(shift), mask.slice(0, -shift))
      expect(Math.abs(same - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / (65_536 - shift)))
    }
  })

  test('one value, step after step, is dropped at random', () => {
    const mask = Array.from({ length: 20_000 }, (_, step) => layerDraw(layerKey(5, step, 3), 17) >= 2 ** 23)
    const same = agreement(mask.slice(1), mask.slice(0, -1))
    expect(Math.abs(same - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 19_999))
  })
})

test('at rate 0 everything is kept as it is; scaling keeps the sum on average', () => {
  expect(kept(draws(1, 2, 3, 1000), 0).every(Boolean)).toBe(true)
  expect(dropoutMask(0).scale).toBe(1)
  expect(dropoutMask(0.75).scale).toBe(4)
})
