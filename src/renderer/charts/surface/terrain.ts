import type { Sheet } from '../drawing'
import { contourLevels, contourLine, heightAt, type HeightGrid, type Segment } from './height-grid'

/** Where on a sheet a place of the map lies. */
export interface MapFrame {
  toX(x: number): number
  toY(y: number): number
  fromX(pixel: number): number
  fromY(pixel: number): number
}

/** Stretches a rectangle of the map over the whole sheet, y upwards. */
function mapFrame(
  { width, height }: Pick<Sheet, 'width' | 'height'>,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number]
): MapFrame {
  return {
    toX: (x) => ((x - left) / (right - left)) * width,
    toY: (y) => ((top - y) / (top - bottom)) * height,
    fromX: (pixel) => left + (pixel / width) * (right - left),
    fromY: (pixel) => top - (pixel / height) * (top - bottom)
  }
}

const bands = 16
/** Opacity of the ink on the highest places; the lowest have none. */
const deepest = 0.2

/** The index of the band in which a height lies: 0 below the first level. */
function bandOf(levels: readonly number[], height: number): number {
  let band = 0
  while (band < levels.length && height >= (levels[band] ?? Infinity)) band += 1
  return band
}

/**
 * The land from above: the lower the paler, with lines of equal height. It is painted once for a size and a theme, and
 * copied from then on.
 */
export class Terrain {
  readonly #grid: HeightGrid
  readonly #levels: readonly number[]
  #painted: { readonly key: string; readonly image: OffscreenCanvas } | undefined

  constructor(grid: HeightGrid) {
    this.#grid = grid
    this.#levels = contourLevels(grid, bands)
  }

  get levels(): readonly number[] {
    return this.#levels
  }

  /** Where the land is exactly `level` high. */
  line(level: number): readonly Segment[] {
    return contourLine(this.#grid, level)
  }

  draw(sheet: Sheet): void {
    const { context, width, height, scale, colours } = sheet
    const key = `${width} ${height} ${scale} ${colours.ink}`
    if (this.#painted?.key !== key) this.#painted = { key, image: this.#paint(sheet) }
    context.drawImage(this.#painted.image, 0, 0, width, height)
  }

  #paint(sheet: Sheet): OffscreenCanvas {
    const columns = Math.round(sheet.width * sheet.scale)
    const rows = Math.round(sheet.height * sheet.scale)
    const image = new OffscreenCanvas(columns, rows)
    const context = image.getContext('2d')
    if (context === null) return image
    this.#fill(context, columns, rows, sheet.colours.ink)
    context.scale(sheet.scale, sheet.scale)
    context.strokeStyle = `${sheet.colours.ink}2e`
    context.lineWidth = 1
    const frame = this.frame(sheet)
    context.beginPath()
    for (const level of this.#levels) {
      for (const { x1, y1, x2, y2 } of this.line(level)) {
        context.moveTo(frame.toX(x1), frame.toY(y1))
        context.lineTo(frame.toX(x2), frame.toY(y2))
      }
    }
    context.stroke()
    return image
  }

  frame(sheet: Pick<Sheet, 'width' | 'height'>): MapFrame {
    const { x, y } = this.#grid
    return mapFrame(sheet, [x[0] ?? 0, x.at(-1) ?? 1], [y[0] ?? 0, y.at(-1) ?? 1])
  }

  #fill(context: OffscreenCanvasRenderingContext2D, columns: number, rows: number, ink: string): void {
    const pixels = context.createImageData(columns, rows)
    const frame = this.frame({ width: columns, height: rows })
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(ink.slice(at, at + 2), 16))
    for (let row = 0, at = 0; row < rows; row++) {
      const y = frame.fromY(row + 0.5)
      for (let column = 0; column < columns; column++, at += 4) {
        const height = heightAt(this.#grid, frame.fromX(column + 0.5), y) ?? Infinity
        const share = bandOf(this.#levels, height) / this.#levels.length
        pixels.data[at] = red ?? 0
        pixels.data[at + 1] = green ?? 0
        pixels.data[at + 2] = blue ?? 0
        pixels.data[at + 3] = Math.round(255 * deepest * share)
      }
    }
    context.putImageData(pixels, 0, 0)
  }
}
