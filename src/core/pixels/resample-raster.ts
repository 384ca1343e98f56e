import type { Box, Size } from './plan-fit'
import type { Raster } from './raster'

/**
 * Resamples a part of a raster as PIL's `resize(size, Image.LANCZOS, box)` does, to within rounding. It takes time with the
 * number of pixels and the factor, so that large images are first reduced by libvips, which on its part enlarges with another
 * kernel, and half a pixel beside the place.
 */
export function resampleRaster(raster: Raster, box: Box, { width, height }: Size): Raster {
  const { channels } = raster
  const isWhole = box.width === raster.width && box.height === raster.height
  if (isWhole && raster.width === width && raster.height === height) return raster
  const rows = { from: raster.width, start: box.left, length: box.width, to: width }
  const columns = { from: raster.height, start: box.top, length: box.height, to: height }
  const across = resampleRows(weigh(raster), rows, raster.height, channels)
  // A column is a row of the transposed image.
  const turned = transpose(across, width, raster.height, channels)
  const down = resampleRows(turned, columns, width, channels)
  return { data: unweigh(transpose(down, height, width, channels), channels), width, height, channels }
}

/** A row of `from` pixels, of which `length` from `start` on become `to`. */
interface Resampling {
  readonly from: number
  readonly start: number
  readonly length: number
  readonly to: number
}

/** How far the kernel reaches, in pixels of the result, or of the original where it is enlarged. */
const reach = 3

function lanczos(x: number): number {
  if (x === 0) return 1
  if (Math.abs(x) >= reach) return 0
  const at = Math.PI * x
  return (reach * Math.sin(at) * Math.sin(at / reach)) / (at * at)
}

/** @param values f64[rows, from, channels] */
function resampleRows(
  values: Float64Array,
  { from, start, length, to }: Resampling,
  rows: number,
  channels: number
): Float64Array {
  const resampled = new Float64Array(rows * to * channels)
  const factor = length / to
  const widened = Math.max(1, factor)
  for (let x = 0; x < to; x++) {
    const centre = start + (x + 0.5) * factor
    const first = Math.max(0, Math.floor(centre - reach * widened + 0.5))
    const last = Math.min(from, Math.floor(centre + reach * widened + 0.5))
    const weights = Float64Array.from({ length: last - first }, (_, i) =>
      lanczos((first + i + 0.5 - centre) / widened)
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    for (let row = 0; row < rows; row++) {
      for (let channel = 0; channel < channels; channel++) {
        let value = 0
        for (let i = 0; i < weights.length; i++) {
          value += Number(weights[i]) * Number(values[(row * from + first + i) * channels + channel])
        }
        resampled[(row * to + x) * channels + channel] = value / sum
      }
    }
  }
  return resampled
}

/** @param values f64[height, width, channels] */
function transpose(values: Float64Array, width: number, height: number, channels: number): Float64Array {
  const turned = new Float64Array(values.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels
      turned.set(values.subarray(from, from + channels), (x * height + y) * channels)
    }
  }
  return turned
}

/** Colours count by their opacity: what cannot be seen is not to shine through at the edges. */
function weigh({ data, channels }: Raster): Float64Array {
  const values = Float64Array.from(data)
  if (channels % 2 === 1) return values
  for (let at = 0; at < values.length; at += channels) {
    const opacity = Number(data[at + channels - 1]) / 255
    for (let channel = 0; channel < channels - 1; channel++) {
      values[at + channel] = Number(data[at + channel]) * opacity
    }
  }
  return values
}

function unweigh(values: Float64Array, channels: number): Uint8Array {
  // A clamped array rounds, and keeps to 0 and 255.
  const data = new Uint8ClampedArray(values)
  if (channels % 2 === 0) {
    for (let at = 0; at < values.length; at += channels) {
      const opacity = Number(values[at + channels - 1]) / 255
      for (let channel = 0; channel < channels - 1; channel++) {
        data[at + channel] = opacity <= 0 ? 0 : Number(values[at + channel]) / opacity
      }
    }
  }
  return new Uint8Array(data.buffer)
}
