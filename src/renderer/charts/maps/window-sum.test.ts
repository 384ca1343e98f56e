import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelOf, convolutionSum, denseSum, filterOf, largestWeight, poolingWindow } from './window-sum'

/** Rows and columns that count up; the second channel ten times as large. */
const input = {
  shape: [3, 4, 2] as const,
  values: Float32Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i / 2 : ((i - 1) / 2) * 10))
}

describe('one value of a convolution', () => {
  test('is the sum of the products of all channels and the bias', () => {
    // [2, 1, 2, 1]: the first channel's weights 1 and 2, the second's 0.1 and 0.2.
    const sum = convolutionSum({
      input,
      kernel: Float32Array.of(1, 0.1, 2, 0.2),
      bias: Float32Array.of(0.5),
      kernelSize: [2, 1],
      strides: [1, 1],
      padding: [0, 0],
      filter: 0,
      cell: [1, 2]
    })
    expect(sum.place).toEqual({ top: 1, left: 2, height: 2, width: 1 })
    expect(sum.channels.map(({ patch }) => [...patch])).toEqual([
      [6, 10],
      [60, 100]
    ])
    expect(sum.channels[0]?.sum).toBeCloseTo(6 * 1 + 10 * 2, 5)
    expect(sum.channels[1]?.sum).toBeCloseTo(60 * 0.1 + 100 * 0.2, 5)
    expect(sum.total).toBeCloseTo(26 + 26 + 0.5, 5)
  })

  test('sees zeros in the padding, and moves by its stride', () => {
    const sum = convolutionSum({
      input,
      kernel: Float32Array.from({ length: 2 * 2 * 2 }, () => 1),
      bias: Float32Array.of(0),
      kernelSize: [2, 2],
      strides: [2, 3],
      padding: [1, 1],
      filter: 0,
      cell: [0, 1]
    })
    expect(sum.place).toMatchObject({ top: -1, left: 2 })
    expect([...(sum.channels[0]?.patch ?? [])]).toEqual([0, 0, 2, 3])
  })

  test('is of one channel alone in a depthwise convolution', () => {
    // [2, 1, 2, 2]: the filters 0 and 1 look at the first channel, 2 and 3 at the second.
    const sum = convolutionSum({
      input,
      kernel: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      bias: Float32Array.of(0, 0, 0, 0.5),
      kernelSize: [2, 1],
      strides: [1, 1],
      padding: [0, 0],
      filter: 3,
      multiplier: 2,
      cell: [1, 2]
    })
    expect(sum.channels.map(({ channel }) => channel)).toEqual([1])
    expect([...(sum.channels[0]?.patch ?? [])]).toEqual([60, 100])
    expect([...(sum.channels[0]?.kernel ?? [])]).toEqual([4, 8])
    expect(sum.total).toBeCloseTo(60 * 4 + 100 * 8 + 0.5, 5)
  })

  test('takes the weights of its own filter', () => {
    const kernel = Float32Array.from({ length: 1 * 2 * 3 * 4 }, (_, i) => i)
    // [1, 2, 3, 4]: channel 1, filter 2.
    expect([...filterOf(kernel, [1, 2], 3, 4, 1, 2)]).toEqual([6, 18])
  })
})

test('pooling keeps the first of the largest values of one channel', () => {
  const pooled = poolingWindow(input, 1, [2, 2], [1, 2], [1, 1])
  expect([...pooled.patch]).toEqual([60, 70, 100, 110])
  expect(pooled).toMatchObject({ largest: 3, maximum: 110, mean: 85 })
  const even = { shape: [2, 2, 1] as const, values: Float32Array.of(-1, -1, -1, -1) }
  expect(poolingWindow(even, 0, [2, 2], [2, 2], [0, 0])).toMatchObject({ largest: 0, maximum: -1 })
})

test('a unit of a dense layer adds up every input', () => {
  const sum = denseSum(
    Float32Array.of(1, 2, 3),
    Float32Array.of(1, 10, 2, 20, 3, 30),
    Float32Array.of(5, 7),
    1
  )
  expect([...sum.products]).toEqual([10, 40, 90])
  expect(sum).toMatchObject({ sum: 140, bias: 7, total: 147 })
})

test('the channels together are the activations', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (h, w, c) => {
        const values = Float32Array.from({ length: h * w * c }, (_, i) => i)
        const all = Array.from({ length: c }, (_, channel) => [
          ...channelOf({ values, shape: [h, w, c] }, channel)
        ])
        expect(all.flat().sort((a, b) => a - b)).toEqual([...values])
      }
    )
  )
})

test('the scale of a filter is the largest magnitude of its weights in all channels', () => {
  const sumOf = (...kernel: number[]): number =>
    largestWeight(
      convolutionSum({
        input,
        kernel: Float32Array.from(kernel),
        bias: Float32Array.of(9),
        kernelSize: [1, 2],
        strides: [1, 1],
        padding: [0, 0],
        filter: 0,
        cell: [0, 0]
      })
    )
  expect(sumOf(1, -4, 2, 3)).toBe(4)
  expect(sumOf(0, 0, 0, 0)).toBeGreaterThan(0)
})
