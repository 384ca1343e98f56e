import { expect, test } from 'vitest'
import { blockSide, PixelBlocks } from './pixel-blocks'

test('blocks leave four pixels for each one that is wanted', () => {
  const target = { width: 32, height: 32 }
  expect(blockSide({ width: 40, height: 4000 }, target)).toBe(1)
  expect(blockSide({ width: 255, height: 255 }, target)).toBe(1)
  expect(blockSide({ width: 256, height: 256 }, target)).toBe(2)
  expect(blockSide({ width: 4000, height: 3000 }, target)).toBe(23)
})

test('a block is the mean of its pixels, by their opacity, whatever the bands', () => {
  const blocks = new PixelBlocks({ width: 3, height: 3 }, 2)
  const pixel = (value: number, opacity = 255): number[] => [value, value, 0, opacity]
  blocks.add(0, new Uint8ClampedArray([pixel(10), pixel(20), pixel(200)].flat()))
  blocks.add(
    1,
    new Uint8ClampedArray([pixel(30), pixel(40), pixel(100, 0), pixel(7), pixel(9), pixel(90, 128)].flat())
  )
  const { data, width, height, channels } = blocks.raster()
  expect([width, height, channels]).toEqual([2, 2, 4])
  expect([...data]).toEqual([...pixel(25), ...pixel(200, 128), ...pixel(8), ...pixel(90, 128)])
})
