import type { MapTiling } from './map-tiles'
import type { Activations } from './window-sum'

/** Channels of the input that are drawn at most: a row each. */
const mostChannels = 64
/** Filters that lie side by side, where they are of few channels. */
const mostColumns = 32
/** Of more, filters lie side by side however many they are: a band of them would be as high as the card. */
const mostBandRows = 4

interface FilterMatrix {
  readonly maps: Activations
  readonly tiling: MapTiling
  /** Filters side by side, and how many rows of such there are. */
  readonly across: number
  readonly bands: number
  /** Rows of tiles in a band, and from one band to the next. */
  readonly rows: number
  readonly pitch: number
}

/**
 * A convolution's kernel as tiles: a column for each filter, a row for each channel of the input. Many filters of few
 * channels fill several bands of rows, with an empty row between two of them.
 * @param kernel f32[kh, kw, in, filters]
 * @param only draw this filter alone
 */
export function filterMatrix(
  kernel: Float32Array,
  [height, width, channels, filters]: readonly [number, number, number, number],
  only?: number
): FilterMatrix {
  const rows = Math.min(channels, mostChannels)
  const columns = only === undefined ? filters : 1
  const across = rows <= mostBandRows ? Math.min(columns, mostColumns) : columns
  const bands = Math.ceil(columns / across)
  const pitch = rows === 1 ? 1 : rows + 1
  const down = (bands - 1) * pitch + rows
  const tiles = rows === 1 ? columns : across * down
  const values = new Float32Array(height * width * tiles).fill(NaN)
  for (let i = 0; i < height * width; i++) {
    for (let channel = 0; channel < rows; channel++) {
      for (let column = 0; column < columns; column++) {
        const row = Math.floor(column / across) * pitch + channel
        values[i * tiles + row * across + (column % across)] =
          kernel[(i * channels + channel) * filters + (only ?? column)] ?? 0
      }
    }
  }
  return {
    maps: { shape: [height, width, tiles], values },
    tiling: {
      columns: across,
      rows: down,
      gap: 1,
      width: across * (width + 1) - 1,
      height: down * (height + 1) - 1
    },
    across,
    bands,
    rows,
    pitch
  }
}

/** The filter under a point of the picture. x, y: shares of its width and height. */
export function filterAt(
  { tiling, across, bands, pitch }: FilterMatrix,
  filters: number,
  x: number,
  y: number
): number | undefined {
  const column = Math.min(across - 1, Math.floor(x * across))
  const band = Math.min(bands - 1, Math.floor((y * tiling.rows) / pitch))
  const filter = band * across + column
  return column < 0 || band < 0 || filter >= filters ? undefined : filter
}

/** Where a filter lies, in shares of the picture. */
export function filterPlace(
  { tiling, across, rows, pitch }: FilterMatrix,
  filter: number
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  return {
    left: (filter % across) / across,
    top: (Math.floor(filter / across) * pitch) / tiling.rows,
    width: 1 / across,
    height: rows / tiling.rows
  }
}
