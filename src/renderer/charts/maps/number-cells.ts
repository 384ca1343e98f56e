import { fixedDecimal } from '../../../core/format/fixed-decimal'

/** How large the cells of a grid of numbers are, in CSS pixels. */
export interface NumberCells {
  readonly rows: number
  readonly width: number
  readonly height: number
  /** Of the digits; undefined where a cell is too small for them. */
  readonly fontSize: number | undefined
}

/** @param room width that the grid has; windowHeight: two grids above one another fit into the window */
export function numberCells(
  values: number,
  columns: number,
  room: number,
  windowHeight: number
): NumberCells {
  const rows = Math.max(1, Math.ceil(values / columns))
  const highest = Math.max(20, Math.round(windowHeight * 0.0275))
  const width = Math.max(4, Math.min(46, Math.floor(room / columns)))
  const height = Math.max(4, Math.min(Math.round(width * 0.63), Math.floor(150 / rows), highest))
  const readable = width >= 27 && height >= 13
  return {
    rows,
    width,
    height,
    fontSize: readable ? (width >= 42 ? 12 : width >= 31 ? 10.5 : 9.5) : undefined
  }
}

/** As much of a number as a cell has room for. */
export function cellText(value: number): string {
  return fixedDecimal(value, Math.abs(value) < 10 ? 1 : 0)
}
