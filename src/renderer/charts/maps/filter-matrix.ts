import type { MapTiling } from './map-tiles'
import type { Activations } from './window-sum'

/** Channels of the input that are drawn at most: a row each. */
const mostChannels = 64
/** Filters of one channel that lie side by side. */
const mostColumns = 32

/**
 * A convolution's kernel as tiles: a column for each filter, a row for each channel of the input. Filters of a single
 * channel fill as many rows as they need.
 * @param kernel f32[kh, kw, in, filters]
 * @param only draw this filter alone
 */
export function filterMatrix(
  kernel: Float32Array,
  [height, width, channels, filters]: readonly [number, number, number, number],
  only?: number
): { readonly maps: Activations; readonly tiling: MapTiling } {
  const rows = Math.min(channels, mostChannels)
  const columns = only === undefined ? filters : 1
  const values = new Float32Array(height * width * rows * columns)
  for (let i = 0; i < height * width; i++) {
    for (let channel = 0; channel < rows; channel++) {
      for (let column = 0; column < columns; column++) {
        values[(i * rows + channel) * columns + column] =
          kernel[(i * channels + channel) * filters + (only ?? column)] ?? 0
      }
    }
  }
  const across = rows === 1 ? Math.min(columns, mostColumns) : columns
  const down = (rows * columns) / across
  return {
    maps: { shape: [height, width, rows * columns], values },
    tiling: {
      columns: across,
      rows: Math.ceil(down),
      gap: 1,
      width: across * (width + 1) - 1,
      height: Math.ceil(down) * (height + 1) - 1
    }
  }
}
