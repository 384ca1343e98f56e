import type { ImageShape } from '../data/dataset-info'
import type { Raster } from './raster'

/**
 * Puts a raster into the centre of an image of a data set's shape; what is left of it is 0 in every channel: black, and
 * with four channels transparent.
 * - 4 channels: RGB and opacity, 255 where the raster has none.
 * - 3 channels: RGB, laid over white where it can be seen through; grey in each of them where the raster is grey.
 * - 1 channel: the luma of that RGB after ITU-R 601, (19595 R + 38470 G + 7471 B + 32768) >> 16, as PIL's convert('L').
 * @returns u8[channels, height, width]
 */
export function layOutPixels(raster: Raster, [height, width, channels]: ImageShape): Uint8Array<ArrayBuffer> {
  const { data } = raster
  const plane = height * width
  const pixels = new Uint8Array(channels * plane)
  const left = evenHalf(width - raster.width)
  const top = evenHalf(height - raster.height)
  const isGrey = raster.channels < 3
  const hasOpacity = raster.channels % 2 === 0
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const from = (y * raster.width + x) * raster.channels
      const to = (y + top) * width + x + left
      const opacity = hasOpacity ? Number(data[from + raster.channels - 1]) : 255
      const shown = (channel: number): number => {
        const value = Number(data[isGrey ? from : from + channel])
        return channels === 4 ? value : Math.round((value * opacity + 255 * (255 - opacity)) / 255)
      }
      if (channels === 1) {
        pixels[to] = (19595 * shown(0) + 38470 * shown(1) + 7471 * shown(2) + 32768) >> 16
        continue
      }
      for (let channel = 0; channel < 3; channel++) pixels[channel * plane + to] = shown(channel)
      if (channels === 4) pixels[3 * plane + to] = opacity
    }
  }
  return pixels
}

/** Half of a number of pixels; of two that are as near, the even one, as in PIL's ImageOps.pad. */
function evenHalf(pixels: number): number {
  return pixels % 2 === 0 ? pixels / 2 : 2 * Math.round(pixels / 4)
}

/** Whether something of it can be seen through. */
export function isTransparent({ data, channels }: Raster): boolean {
  if (channels % 2 === 1) return false
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return true
  return false
}
