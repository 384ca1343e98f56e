import { fixedDecimal } from '../../../core/format/fixed-decimal'

/** How large the cells of a grid of numbers are, in CSS pixels. */
export interface NumberCells {
  readonly rows: number
  readonly width: number
  readonly height: number
  /** Of the digits; undefined where a cell is too small for them. */
  readonly fontSize: number | undefined
  /** Decimals that a cell has room for, behind a minus, a digit and the point. */
  readonly decimals: number
}

/** Of a digit, as a share of the font's size. */
const digitWidth = 0.6
/** Sums below the grids have as many: with these they can be checked. */
const mostDecimals = 3
const widest = 60

/** @param room width that the grid has; windowHeight: two grids above one another fit into the window */
export function numberCells(
  values: number,
  columns: number,
  room: number,
  windowHeight: number
): NumberCells {
  const rows = Math.max(1, Math.ceil(values / columns))
  const highest = Math.max(20, Math.round(windowHeight * 0.0275))
  const width = Math.max(4, Math.min(widest, Math.floor(room / columns)))
  const height = Math.max(4, Math.min(Math.round(width * 0.63), Math.floor(150 / rows), highest))
  const readable = width >= 27 && height >= 13
  const fontSize = width >= 54 ? 12 : width >= 31 ? 10.5 : 9.5
  const places = Math.floor((width - 3) / (digitWidth * fontSize))
  return {
    rows,
    width,
    height,
    fontSize: readable ? fontSize : undefined,
    decimals: Math.min(mostDecimals, Math.max(1, places - '−0.'.length))
  }
}

/** As much of a number as a cell has room for. @param decimals for a number with one digit before the point */
export function cellText(value: number, decimals: number): string {
  const digits = Math.max(1, Math.trunc(Math.abs(value)).toString().length)
  return fixedDecimal(value, Math.max(0, decimals + 1 - digits))
}
