import { describe, expect, test } from 'vitest'
import { isTransparent, layOutPixels } from './lay-out-pixels'
import type { Raster } from './raster'

const raster = (channels: number, ...data: number[]): Raster => ({
  data: new Uint8Array(data),
  width: data.length / channels,
  height: 1,
  channels
})

describe('the pixels of a data set', () => {
  test('are planar', () => {
    const pixels = layOutPixels(raster(3, 1, 2, 3, 4, 5, 6), [1, 2, 3])
    expect([...pixels]).toEqual([1, 4, 2, 5, 3, 6])
  })

  test('are laid over white, unless opacity is kept', () => {
    const halfRed = raster(4, 255, 0, 0, 128, 9, 9, 9, 0)
    expect([...layOutPixels(halfRed, [1, 2, 3])]).toEqual([255, 255, 127, 255, 127, 255])
    expect([...layOutPixels(halfRed, [1, 2, 4])]).toEqual([255, 9, 0, 9, 0, 9, 128, 0])
    expect([...layOutPixels(raster(3, 1, 2, 3), [1, 1, 4])]).toEqual([1, 2, 3, 255])
  })

  test('are luma for one channel, as PIL rounds it', () => {
    const colours = raster(3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 7, 8, 9)
    expect([...layOutPixels(colours, [1, 5, 1])]).toEqual([76, 150, 29, 255, 8])
  })

  test('are grey in each channel of a grey image', () => {
    expect([...layOutPixels(raster(1, 7), [1, 1, 3])]).toEqual([7, 7, 7])
    expect([...layOutPixels(raster(2, 0, 51), [1, 1, 1])]).toEqual([204])
    expect([...layOutPixels(raster(2, 7, 51), [1, 1, 4])]).toEqual([7, 7, 7, 51])
  })

  test('have 0 around what does not fill them', () => {
    expect([...layOutPixels(raster(3, 7, 8, 9), [3, 2, 1])]).toEqual([0, 0, 8, 0, 0, 0])
    expect([...layOutPixels(raster(1, 5), [1, 3, 4])]).toEqual([0, 5, 0, 0, 5, 0, 0, 5, 0, 0, 255, 0])
  })
})

test('only opacity below 255 makes an image transparent', () => {
  expect(isTransparent(raster(3, 0, 0, 0))).toBe(false)
  expect(isTransparent(raster(4, 0, 0, 0, 255))).toBe(false)
  expect(isTransparent(raster(4, 0, 0, 0, 255, 0, 0, 0, 254))).toBe(true)
  expect(isTransparent(raster(2, 0, 0))).toBe(true)
})
