import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PixelHistogram } from './pixel-histogram'

describe('a histogram of pixels', () => {
  test('counts each channel of planar images by itself', () => {
    const histogram = new PixelHistogram([8, 8, 3])
    histogram.add(Uint8Array.from({ length: 192 }, (_, i) => Math.floor(i / 64) * 100))
    expect(histogram.counts.map((counts) => counts.findIndex((count) => count === 64))).toEqual([0, 100, 200])
  })

  test('gives the mean and standard deviation of the fractions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { minLength: 1, maxLength: 5 }),
        (images) => {
          const histogram = new PixelHistogram([8, 8, 1])
          for (const image of images) histogram.add(image)
          const values = images.flatMap((image) => [...image].map((value) => value / 255))
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length
          const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
          const found = histogram.normalisation()
          expect(found.mean[0]).toBeCloseTo(mean, 3)
          expect(found.standardDeviation[0]).toBeCloseTo(Math.max(0.001, Math.sqrt(variance)), 3)
        }
      )
    )
  })

  test('of images in one colour can be divided by', () => {
    const histogram = new PixelHistogram([8, 8, 1])
    histogram.add(new Uint8Array(64).fill(255))
    expect(histogram.normalisation()).toEqual({ mean: [1], standardDeviation: [0.001] })
  })

  test('of no image has no mean', () => {
    expect(() => new PixelHistogram([8, 8, 1]).normalisation()).toThrow('No image was counted')
  })
})
