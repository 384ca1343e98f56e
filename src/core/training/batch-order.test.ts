import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochOrder, runRows, splitRows, stepsPerEpoch } from './batch-order'

describe('splitRows', () => {
  test('every row is in exactly one part, whatever the share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.nat(),
        (n, share, seed) => {
          const { train, validation } = splitRows(n, share, seed)
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual(
            Array.from({ length: n }, (_, i) => i)
          )
          expect(validation.length).toBe(Math.round(n * share))
        }
      )
    )
  })
})

describe('runRows', () => {
  const config = { validationSplit: 0.25, trainImages: 0, seed: 3 }

  test('a limit keeps the first of the training rows, and holds back the same ones', () => {
    const all = runRows(config, 100)
    expect(all).toEqual(splitRows(100, 0.25, 3))
    const few = runRows({ ...config, trainImages: 20 }, 100)
    expect(few).toEqual({ train: all.train.slice(0, 20), validation: all.validation })
    expect(runRows({ ...config, trainImages: 76 }, 100)).toEqual(all)
  })
})

describe('epochOrder', () => {
  const rows = Uint32Array.from({ length: 100 }, (_, i) => i * 2)

  test('visits every row once, in another order each epoch', () => {
    const first = epochOrder(rows, 1, 0)
    const second = epochOrder(rows, 1, 1)
    expect([...first].sort((a, b) => a - b)).toEqual([...rows])
    expect(first).not.toEqual(second)
    expect(epochOrder(rows, 1, 1)).toEqual(second)
  })
})

test('a last short batch is a step', () => {
  expect(stepsPerEpoch(50_000, 4)).toBe(12_500)
  expect(stepsPerEpoch(50_000, 128)).toBe(391)
  expect(stepsPerEpoch(3, 4)).toBe(1)
})
