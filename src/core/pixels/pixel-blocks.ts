import type { Size } from './plan-fit'
import type { Raster } from './raster'

/** So many pixels are kept for each one that is wanted: a Lanczos kernel gives the same with them as with all, to within rounding. */
const kept = 4

/** The side of the blocks whose mean may take the place of their pixels: 1 where every pixel is wanted. */
export function blockSide(part: Size, target: Size): number {
  const reduction = Math.min(part.width / target.width, part.height / target.height)
  return Math.max(1, Math.floor(reduction / kept))
}

/** Takes a large image band by band, and keeps the mean of each block of its pixels. */
export class PixelBlocks {
  readonly #side: number
  readonly #size: Size
  readonly #blocks: Size
  /** f64[height, width, 4] in blocks: sums of red, green and blue times opacity, and of opacity. */
  readonly #sums: Float64Array

  constructor(size: Size, side: number) {
    this.#side = side
    this.#size = size
    this.#blocks = { width: Math.ceil(size.width / side), height: Math.ceil(size.height / side) }
    this.#sums = new Float64Array(4 * this.#blocks.width * this.#blocks.height)
  }

  /**
   * @param top the band's first row in the image
   * @param band u8[rows, width, 4], RGB and opacity
   */
  add(top: number, band: Uint8ClampedArray): void {
    const sums = this.#sums
    for (let at = 0; at < band.length; at += 4) {
      const x = (at / 4) % this.#size.width
      const y = top + (at / 4 - x) / this.#size.width
      const block = Math.floor(y / this.#side) * this.#blocks.width + Math.floor(x / this.#side)
      const opacity = Number(band[at + 3])
      for (let channel = 0; channel < 3; channel++) {
        const sum = 4 * block + channel
        sums[sum] = Number(sums[sum]) + Number(band[at + channel]) * opacity
      }
      sums[4 * block + 3] = Number(sums[4 * block + 3]) + opacity
    }
  }

  /** The blocks as pixels, RGB and opacity; those at the right and lower edge may be of fewer pixels. */
  raster(): Raster {
    const { width, height: rows } = this.#blocks
    const data = new Uint8ClampedArray(this.#sums.length)
    for (let block = 0; block < width * rows; block++) {
      const across = Math.min(this.#side, this.#size.width - (block % width) * this.#side)
      const down = Math.min(this.#side, this.#size.height - Math.floor(block / width) * this.#side)
      const opacity = Number(this.#sums[4 * block + 3])
      for (let channel = 0; channel < 3; channel++)
        data[4 * block + channel] = opacity === 0 ? 0 : Number(this.#sums[4 * block + channel]) / opacity
      data[4 * block + 3] = opacity / (across * down)
    }
    return { data: new Uint8Array(data.buffer), width, height: rows, channels: 4 }
  }
}
