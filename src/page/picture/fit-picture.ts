import type { ImageShape } from '../../core/data/dataset-info'
import { layOutPixels } from '../../core/pixels/lay-out-pixels'
import { blockSide, PixelBlocks } from '../../core/pixels/pixel-blocks'
import { type Box, planFit, type Size } from '../../core/pixels/plan-fit'
import { resampleRaster } from '../../core/pixels/resample-raster'

/** Reads rows of an image: u8[part.height, part.width, 4], RGB and opacity. */
export type ReadPart = (part: Box) => Uint8ClampedArray

/** Pixels that are read at a time: browsers bound the size of a canvas. */
const bandPixels = 4e6

/**
 * An image as Tenfold fits pictures to a network, by `cover`: the largest part around its centre with the proportions of the
 * network's images, resampled with a Lanczos kernel.
 * @param size as shown, in pixels
 * @returns u8[channels, height, width]
 */
export function fitPicture(size: Size, read: ReadPart, shape: ImageShape): Uint8Array {
  const [height, width] = shape
  const { part, reduced, box, scaled } = planFit(size, { width, height }, 'cover')
  const side = part.width === reduced.width && part.height === reduced.height ? 1 : blockSide(part, reduced)
  const blocks = new PixelBlocks(part, side)
  const rows = Math.max(1, Math.floor(bandPixels / part.width))
  for (let top = 0; top < part.height; top += rows) {
    const band = { ...part, top: part.top + top, height: Math.min(rows, part.height - top) }
    blocks.add(top, read(band))
  }
  const whole = { left: 0, top: 0, width: part.width / side, height: part.height / side }
  const near = resampleRaster(blocks.raster(), whole, reduced)
  return layOutPixels(resampleRaster(near, box, scaled), shape)
}
