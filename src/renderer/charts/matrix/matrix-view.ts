/** The part of a matrix that is in sight, whatever the size of its picture. */
export interface MatrixView {
  /** Cells along the shorter side of the picture. */
  readonly across: number
  /** The place in the middle of the picture, in cells from the first row and column; 0.5 is the middle of the first. */
  readonly row: number
  readonly column: number
}

/** Width and height of a picture, or a point in it from its upper left corner, in CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}
export interface Point {
  readonly x: number
  readonly y: number
}

/** How a view lies in a picture, in CSS pixels. */
export interface PlacedView {
  /** Side of a cell. */
  readonly cell: number
  /** Where the matrix begins; negative where it begins out of sight. */
  readonly left: number
  readonly top: number
}

/** A row and a column of the picture, from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** Nearer than this nothing more is to be read. */
export const fewestAcross = 8

/** So many cells are shown around a class that was looked for: each has room for its label. */
export const nearby = 20

/** @param n classes */
export function wholeMatrix(n: number): MatrixView {
  return { across: n, row: n / 2, column: n / 2 }
}

/** The view around a square block. @param size cells along each side */
export function around({ row, column }: Place, size: number, n: number): MatrixView {
  return { across: clamp(size, Math.min(fewestAcross, n), n), row: row + 0.5, column: column + 0.5 }
}

/** No part of the picture stays empty that the matrix could fill. */
export function placeView(
  { across, row, column }: MatrixView,
  n: number,
  { width, height }: Size
): PlacedView {
  const cell = Math.min(width, height) / clamp(across, Math.min(fewestAcross, n), n)
  const start = (middle: number, length: number): number =>
    cell * n <= length ? 0 : clamp(length / 2 - middle * cell, length - cell * n, 0)
  return { cell, left: start(column, width), top: start(row, height) }
}

/** What a placed view shows, as a view: places beyond the edges are forgotten. */
function viewOf({ cell, left, top }: PlacedView, { width, height }: Size): MatrixView {
  return {
    across: Math.min(width, height) / cell,
    row: (height / 2 - top) / cell,
    column: (width / 2 - left) / cell
  }
}

/** The cell under the point stays there. @param factor above 1 brings the cells nearer */
export function zoomView(view: MatrixView, n: number, size: Size, factor: number, at: Point): MatrixView {
  const { cell, left, top } = placeView(view, n, size)
  const across = clamp(Math.min(size.width, size.height) / cell / factor, Math.min(fewestAcross, n), n)
  const larger = Math.min(size.width, size.height) / across
  const moved = (start: number, point: number): number => point - ((point - start) / cell) * larger
  const zoomed = viewOf({ cell: larger, left: moved(left, at.x), top: moved(top, at.y) }, size)
  return viewOf(placeView(zoomed, n, size), size)
}

/** @param by in CSS pixels, as the pointer moved */
export function moveView(view: MatrixView, n: number, size: Size, by: Point): MatrixView {
  const { cell, left, top } = placeView(view, n, size)
  const moved = viewOf({ cell, left: left + by.x, top: top + by.y }, size)
  return viewOf(placeView(moved, n, size), size)
}

/** The view moved as little as brings the cell into sight. */
export function revealPlace(view: MatrixView, n: number, size: Size, { row, column }: Place): MatrixView {
  const { cell, left, top } = placeView(view, n, size)
  const by = (start: number, place: number, length: number): number => {
    const from = start + place * cell
    return from < 0 ? -from : Math.min(0, length - from - cell)
  }
  return moveView(view, n, size, { x: by(left, column, size.width), y: by(top, row, size.height) })
}

/** Whether the middle of the cell is in sight. */
export function isInSight(view: MatrixView, n: number, size: Size, { row, column }: Place): boolean {
  const { cell, left, top } = placeView(view, n, size)
  const [x, y] = [left + (column + 0.5) * cell, top + (row + 0.5) * cell]
  return x >= 0 && y >= 0 && x <= size.width && y <= size.height
}

/** The cell under a point. */
export function placeAt({ cell, left, top }: PlacedView, n: number, { x, y }: Point): Place | undefined {
  const [row, column] = [Math.floor((y - top) / cell), Math.floor((x - left) / cell)]
  return row < 0 || column < 0 || row >= n || column >= n ? undefined : { row, column }
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
