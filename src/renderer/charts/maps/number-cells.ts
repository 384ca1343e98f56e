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
/** Between the numbers of two cells, in CSS pixels. */
const gap = 5
/** With fewer, small weights would all be 0.0. */
const wantedDecimals = 2
/** Sums below the grids have as many: with these they can be checked. */
const mostDecimals = 3
const widest = 60
const smallestFont = 9.5

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
  const decimalsAt = (size: number): number => Math.floor((width - gap) / (digitWidth * size)) - '−0.'.length
  const usualSize = width >= 54 ? 12 : width >= 31 ? 10.5 : smallestFont
  const fontSize =
    decimalsAt(usualSize) < wantedDecimals && decimalsAt(smallestFont) >= wantedDecimals
      ? smallestFont
      : usualSize
  return {
    rows,
    width,
    height,
    fontSize: readable ? fontSize : undefined,
    decimals: Math.min(mostDecimals, Math.max(1, decimalsAt(fontSize)))
  }
}

/** As much of a number as a cell has room for. @param decimals for a number with one digit before the point */
export function cellText(value: number, decimals: number): string {
  const digits = Math.max(1, Math.trunc(Math.abs(value)).toString().length)
  return fixedDecimal(value, Math.max(0, decimals + 1 - digits))
}
