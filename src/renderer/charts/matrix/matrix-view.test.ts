import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  around,
  fewestAcross,
  isInSight,
  type MatrixView,
  moveView,
  placeAt,
  placeView,
  revealPlace,
  wholeMatrix,
  zoomView
} from './matrix-view'

const side = fc.integer({ min: 50, max: 900 })
const given = fc
  .record({
    n: fc.integer({ min: 2, max: 1000 }),
    size: fc.record({ width: side, height: side }),
    row: fc.double({ min: 0, max: 1, noNaN: true }),
    column: fc.double({ min: 0, max: 1, noNaN: true }),
    across: fc.double({ min: 0, max: 1, noNaN: true })
  })
  .map(({ n, size, row, column, across }) => ({
    n,
    size,
    view: { across: across * n, row: row * n, column: column * n }
  }))
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** The picture is full, or holds the whole matrix. */
function expectFull(view: MatrixView, n: number, size: { width: number; height: number }): void {
  const { cell, left, top } = placeView(view, n, size)
  for (const [start, length] of [
    [left, size.width],
    [top, size.height]
  ] as const) {
    expect(start).toBeLessThanOrEqual(0)
    if (cell * n > length) expect(start + cell * n).toBeGreaterThanOrEqual(length - 1e-6)
    else expect(start).toBe(0)
  }
}

describe('a view of a matrix', () => {
  test('of the whole shows every cell', () => {
    expect(placeView(wholeMatrix(100), 100, { width: 600, height: 400 })).toEqual({
      cell: 4,
      left: 0,
      top: 0
    })
  })

  test('leaves no part of the picture empty, wherever it is moved and zoomed', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: -999, max: 999 }), share, ({ n, size, view }, by, factor) => {
        expectFull(view, n, size)
        expectFull(moveView(view, n, size, { x: by, y: -by }), n, size)
        expectFull(zoomView(view, n, size, 0.2 + 3 * factor, { x: 0, y: size.height }), n, size)
      })
    )
  })

  test('never shows fewer cells than can be read, or more than there are', () => {
    fc.assert(
      fc.property(given, share, ({ n, size, view }, factor) => {
        const { across } = zoomView(view, n, size, 100 * factor + 0.001, { x: 5, y: 5 })
        expect(across).toBeGreaterThan(Math.min(fewestAcross, n) - 1e-6)
        expect(across).toBeLessThan(n + 1e-6)
      })
    )
  })

  test('keeps the cell under the pointer while it is zoomed in', () => {
    fc.assert(
      fc.property(given, share, share, ({ n, size, view }, x, y) => {
        const point = { x: x * size.width, y: y * size.height }
        const before = placeView(view, n, size)
        fc.pre(placeAt(before, n, point) !== undefined)
        const after = placeView(zoomView(view, n, size, 1.5, point), n, size)
        fc.pre(after.cell * n > Math.max(size.width, size.height))
        expect((point.x - after.left) / after.cell).toBeCloseTo((point.x - before.left) / before.cell, 4)
        expect((point.y - after.top) / after.cell).toBeCloseTo((point.y - before.top) / before.cell, 4)
      })
    )
  })

  test('is moved just as far as brings a cell into sight', () => {
    fc.assert(
      fc.property(given, share, share, ({ n, size, view }, row, column) => {
        const place = { row: Math.floor(row * (n - 1)), column: Math.floor(column * (n - 1)) }
        const shown = revealPlace(view, n, size, place)
        const { cell, left, top } = placeView(shown, n, size)
        expect(left + place.column * cell).toBeGreaterThan(-1e-6)
        expect(top + (place.row + 1) * cell).toBeLessThan(size.height + 1e-6)
        expect(placeView(revealPlace(shown, n, size, place), n, size).left).toBeCloseTo(left, 6)
      })
    )
  })

  test('shows a block and what is around it', () => {
    const size = { width: 300, height: 300 }
    const placed = placeView(around({ row: 50, column: 50 }, 20, 100), 100, size)
    expect(placed.cell).toBe(15)
    expect(placeAt(placed, 100, { x: 150, y: 150 })).toEqual({ row: 50, column: 50 })
    expect(placeAt({ cell: 3, left: 0, top: 0 }, 100, { x: 301, y: 5 })).toBeUndefined()
    expect(around({ row: 0, column: 0 }, 2, 100).across).toBe(fewestAcross)
    expect(around({ row: 0, column: 0 }, 20, 4).across).toBe(4)
  })
})

test('a cell is in sight where its middle is', () => {
  const view = around({ row: 10, column: 10 }, 10, 100)
  const size = { width: 200, height: 200 }
  expect(isInSight(view, 100, size, { row: 10, column: 14 })).toBe(true)
  expect(isInSight(view, 100, size, { row: 10, column: 16 })).toBe(false)
  expect(isInSight(view, 100, size, { row: 4, column: 10 })).toBe(false)
})
