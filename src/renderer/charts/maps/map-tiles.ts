import { scaleColour, type ScaleColours } from '../colour-scale'
import type { Activations } from './window-sum'

/** Where the maps of a layer lie in one picture, in pixels of the maps. */
export interface MapTiling {
  readonly columns: number
  readonly rows: number
  readonly gap: number
  readonly width: number
  readonly height: number
}

/** Tiles for `count` maps, a little higher than wide. */
export function tile(count: number, mapHeight: number, mapWidth: number): MapTiling {
  const columns = Math.max(1, Math.floor(Math.sqrt((count * mapHeight) / mapWidth)))
  const used = Math.min(count, columns)
  const rows = Math.ceil(count / used)
  const gap = Math.max(1, Math.round(mapWidth / 14))
  return {
    columns: used,
    rows,
    gap,
    width: used * (mapWidth + gap) - gap,
    height: rows * (mapHeight + gap) - gap
  }
}

/** The map under a point of the picture. x, y: shares of its width and height. */
export function tileAt(
  { columns, rows }: MapTiling,
  count: number,
  x: number,
  y: number
): number | undefined {
  const column = Math.min(columns - 1, Math.floor(x * columns))
  const row = Math.min(rows - 1, Math.floor(y * rows))
  const index = row * columns + column
  return column < 0 || row < 0 || index >= count ? undefined : index
}

/** Where a tile lies, in shares of the picture. */
export function tilePlace(
  { columns, gap, width, height }: MapTiling,
  [mapHeight, mapWidth]: readonly [number, number],
  index: number
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const column = index % columns
  const row = Math.floor(index / columns)
  return {
    left: (column * (mapWidth + gap)) / width,
    top: (row * (mapHeight + gap)) / height,
    width: mapWidth / width,
    height: mapHeight / height
  }
}

/** Flat values as one map of a few columns, filled from top to bottom; NaN where it has more cells than values. */
export function stripOf(values: Float32Array): Activations {
  const [rows, columns, maps] = stripShape(values.length)
  const cells = Float32Array.from({ length: rows * columns }, (_, i) => {
    const unit = (i % columns) * rows + Math.floor(i / columns)
    return values[unit] ?? NaN
  })
  return { shape: [rows, columns, maps], values: cells }
}

/** Of the strip for a row of values. */
export function stripShape(count: number): readonly [number, number, number] {
  const columns = Math.max(1, Math.ceil(count / 48))
  return [Math.ceil(count / columns), columns, 1]
}

/** Draws all maps; what is NaN stays empty. @param pixels RGBA of the tiling's width and height, transparent between the tiles */
export function paintTiles(
  pixels: Uint8ClampedArray,
  tiling: MapTiling,
  { values, shape }: Activations,
  scale: number,
  colours: ScaleColours
): void {
  const [mapHeight, mapWidth, count] = shape
  for (let index = 0; index < count; index++) {
    const left = (index % tiling.columns) * (mapWidth + tiling.gap)
    const top = Math.floor(index / tiling.columns) * (mapHeight + tiling.gap)
    for (let y = 0; y < mapHeight; y++) {
      for (let x = 0; x < mapWidth; x++) {
        const value = values[(y * mapWidth + x) * count + index] ?? NaN
        if (Number.isNaN(value)) continue
        const [r, g, b] = scaleColour(colours, value / scale)
        const at = 4 * ((top + y) * tiling.width + left + x)
        pixels[at] = r
        pixels[at + 1] = g
        pixels[at + 2] = b
        pixels[at + 3] = 255
      }
    }
  }
}
