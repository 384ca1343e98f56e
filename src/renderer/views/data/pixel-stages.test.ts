import { expect, test } from 'vitest'
import { pixelTransforms } from '../../../core/model/pixel-range'
import { pixelStages, squareAround } from './pixel-stages'

test('every byte arrives at what the engines compute', () => {
  const [{ scale, offset } = { scale: NaN, offset: NaN }] = pixelTransforms({ inputShape: [8, 8, 1] })
  for (let byte = 0; byte < 256; byte++) {
    const { fraction, normalised } = pixelStages(byte, 0.5, 0.5)
    expect(fraction).toBe(byte / 255)
    expect(normalised).toBeCloseTo(byte * scale + offset, 12)
  }
  expect([pixelStages(0, 0.5, 0.5).normalised, pixelStages(255, 0.5, 0.5).normalised]).toEqual([-1, 1])
})

test('the square stays in the image', () => {
  expect(squareAround([15, 3], 3, [32, 32])).toEqual([14, 2])
  expect(squareAround([0, 31], 3, [32, 32])).toEqual([0, 29])
  expect(squareAround([19, 27], 5, [20, 28])).toEqual([15, 23])
})
