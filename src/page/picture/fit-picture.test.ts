import { expect, test } from 'vitest'
import { layOutPixels } from '../../core/pixels/lay-out-pixels'
import type { Box } from '../../core/pixels/plan-fit'
import { resampleRaster } from '../../core/pixels/resample-raster'
import { fitPicture, type ReadPart } from './fit-picture'

type Paint = (x: number, y: number) => readonly [number, number, number, number]

/** An image that is painted as it is read. */
function painted(paint: Paint, asked: Box[] = []): ReadPart {
  return (part) => {
    asked.push(part)
    const pixels = new Uint8ClampedArray(4 * part.width * part.height)
    for (let at = 0; at < part.width * part.height; at++) {
      const x = at % part.width
      pixels.set(paint(part.left + x, part.top + (at - x) / part.width), 4 * at)
    }
    return pixels
  }
}

const waves: Paint = (x, y) => [128 + 100 * Math.sin(x / 9), 128 + 100 * Math.cos(y / 7), (x * y) % 251, 255]

test('an image of the network’s size stays as it is', () => {
  const image = fitPicture(
    { width: 9, height: 8 },
    painted((x, y) => [x, y, 7, 255]),
    [8, 9, 3]
  )
  expect([...image.subarray(0, 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect([...image.subarray(72, 90)]).toEqual([
    ...new Array<number>(9).fill(0),
    ...new Array<number>(9).fill(1)
  ])
})

test('a large image is fitted as if all of it were resampled, to within rounding', () => {
  const size = { width: 500, height: 400 }
  const whole = { data: new Uint8Array(painted(waves)({ left: 0, top: 0, ...size })), ...size, channels: 4 }
  const box = { left: 50, top: 0, width: 400, height: 400 }
  const expected = layOutPixels(resampleRaster(whole, box, { width: 32, height: 32 }), [32, 32, 3])
  const image = fitPicture(size, painted(waves), [32, 32, 3])
  const differences = image.map((value, i) => Math.abs(value - (expected[i] ?? NaN)))
  const inside = (i: number): boolean => i % 32 > 1 && i % 32 < 30
  expect(Math.max(...differences.filter((_, i) => inside(i)))).toBeLessThanOrEqual(4)
})

test('a very large image is read in bands, and only the part that is wanted', () => {
  const asked: Box[] = []
  const image = fitPicture(
    { width: 6000, height: 1600 },
    painted(() => [10, 20, 30, 255], asked),
    [8, 8, 3]
  )
  expect([...new Set(image)]).toEqual([10, 20, 30])
  expect(asked).toEqual([{ left: 2200, top: 0, width: 1600, height: 1600 }])
  asked.length = 0
  fitPicture(
    { width: 4000, height: 4000 },
    painted(() => [0, 0, 0, 255], asked),
    [8, 8, 1]
  )
  expect(asked.map(({ top, height }) => [top, height])).toEqual([
    [0, 1000],
    [1000, 1000],
    [2000, 1000],
    [3000, 1000]
  ])
})

test('what can be seen through is white', () => {
  const image = fitPicture(
    { width: 64, height: 64 },
    painted(() => [0, 0, 0, 0]),
    [8, 8, 1]
  )
  expect([...new Set(image)]).toEqual([255])
})
