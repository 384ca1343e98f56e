import { describe, expect, test } from 'vitest'
import { required } from '../base/required'
import { Random } from '../maths/random'
import { whiteningFilters, whiteningImages } from './whitening'

const shape = [9, 8, 3] as const
const kernelSize = [2, 2] as const
const filters = 24

/** Neighbours are alike, as in photographs: a few waves over rows, columns and channels, with some noise. */
function smoothImages(count: number): Float64Array {
  const random = Random.seeded(3)
  const images = new Float64Array(count * 9 * 8 * 3)
  for (let n = 0; n < count; n++) {
    const [slope, tilt, hue] = [random.nextFloat(), random.nextFloat(), random.nextFloat()]
    for (let i = 0; i < 9 * 8 * 3; i++) {
      const [y, x, c] = [Math.floor(i / 24), Math.floor(i / 3) % 8, i % 3]
      images[n * 9 * 8 * 3 + i] =
        0.4 + Math.sin(slope * y + tilt * x + hue * c) + 0.05 * (random.nextFloat() - 0.5)
    }
  }
  return images
}

/** What a convolution with these filters makes of all patches. */
function outputs(images: Float64Array): number[][] {
  const { kernel, bias } = whiteningFilters(images, shape, kernelSize, filters)
  const result: number[][] = []
  for (let first = 0; first < images.length; first += 9 * 8 * 3) {
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 7; x++) {
        result.push(
          Array.from({ length: filters }, (_, filter) => {
            let sum = required(bias[filter], 'a bias')
            for (let i = 0; i < 12; i++) {
              const [dy, dx, c] = [Math.floor(i / 6), Math.floor(i / 3) % 2, i % 3]
              const pixel = images[first + ((y + dy) * 8 + x + dx) * 3 + c]
              sum += required(pixel, 'a pixel') * required(kernel[i * filters + filter], 'a weight')
            }
            return sum
          })
        )
      }
    }
  }
  return result
}

describe('whitening', () => {
  const rows = outputs(smoothImages(40))
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length
  const columns = Array.from({ length: filters }, (_, filter) =>
    rows.map((row) => required(row[filter], 'an output'))
  )
  const products = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((value, i) => value * required(other[i], 'an output'))

  test('gives outputs of mean 0 that do not vary together', () => {
    columns.slice(0, filters / 2).forEach((column, filter) => {
      expect(mean(column)).toBeCloseTo(0, 9)
      for (const other of columns.slice(0, filter)) expect(mean(products(column, other))).toBeCloseTo(0, 9)
    })
  })

  test('gives variance 1 where there is much of it, and never more', () => {
    const variances = columns.slice(0, filters / 2).map((column) => mean(products(column, column)))
    expect(variances[0]).toBeCloseTo(1, 3)
    for (const variance of variances) expect(variance).toBeLessThanOrEqual(1)
    // Of the noise alone: 0.05² / 12, against 5e-4 of a mean variance of about 0.5.
    expect(variances.at(-1)).toBeLessThan(0.9)
  })

  test('has the opposite of each filter', () => {
    for (const row of rows.slice(0, 20)) {
      for (let filter = 0; filter < 12; filter++) {
        expect(row[12 + filter]).toBeCloseTo(-required(row[filter], 'an output'), 12)
      }
    }
  })

  test('keeps the directions in which patches vary most where there are fewer filters', () => {
    const images = smoothImages(10)
    const all = whiteningFilters(images, shape, kernelSize, filters)
    const some = whiteningFilters(images, shape, kernelSize, 10)
    const row = (values: Float64Array, i: number, width: number): number[] => [
      ...values.subarray(i * width, (i + 1) * width)
    ]
    const kept = (values: readonly number[]): number[] => [...values.slice(0, 5), ...values.slice(12, 17)]
    for (let i = 0; i < 12; i++) {
      expect(row(some.kernel, i, 10)).toEqual(kept(row(all.kernel, i, filters)))
    }
    expect([...some.bias]).toEqual(kept([...all.bias]))
  })

  test('refuses images in which nothing varies, whatever their colour', () => {
    for (let byte = 0; byte < 256; byte++) {
      const plain = new Float64Array(2 * 9 * 8 * 3).fill(byte * Math.fround(1 / 255))
      expect(() => whiteningFilters(plain, shape, kernelSize, filters)).toThrow('have a single colour')
    }
  })

  test('has filters of a bearable size where directions do not vary at all', () => {
    // Grey: three channels that are the same.
    const grey = smoothImages(10).map((_, i, all) => required(all[i - (i % 3)], 'a pixel'))
    const { kernel } = whiteningFilters(grey, shape, kernelSize, filters)
    for (const weight of kernel) expect(Math.abs(weight)).toBeLessThan(200)
  })

  test('looks at fewer images where they or their patches are large, and at one at least', () => {
    expect(whiteningImages([32, 32, 3], [3, 3])).toBe(587)
    expect(whiteningImages([32, 32, 3], [2, 2])).toBe(1000)
    expect(whiteningImages([224, 224, 3], [2, 2])).toBe(26)
    expect(whiteningImages([512, 512, 16], [2, 3])).toBe(1)
  })
})
