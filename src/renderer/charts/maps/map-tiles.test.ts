import { expect, test } from 'vitest'
import { filterAt, filterMatrix, filterPlace } from './filter-matrix'
import { paintTiles, stripOf, tile, tileAt, tilePlace } from './map-tiles'

test('the lesson’s maps: two and four columns', () => {
  expect(tile(6, 28, 28)).toMatchObject({ columns: 2, rows: 3, gap: 2, width: 58, height: 88 })
  expect(tile(16, 10, 10)).toMatchObject({ columns: 4, rows: 4 })
  expect(tile(1, 5, 5)).toMatchObject({ columns: 1, rows: 1 })
})

test('every tile is found where it lies', () => {
  const tiling = tile(7, 4, 6)
  for (let index = 0; index < 7; index++) {
    const { left, top, width, height } = tilePlace(tiling, [4, 6], index)
    expect(tileAt(tiling, 7, left + width / 2, top + height / 2)).toBe(index)
  }
  expect(tileAt(tile(3, 4, 4), 3, 0.99, 0.99)).toBe(tile(3, 4, 4).columns === 1 ? 2 : undefined)
})

test('flat values fill columns from the top, and what is left over stays empty', () => {
  const strip = stripOf(Float32Array.from({ length: 97 }, (_, i) => i))
  const [rows, columns] = strip.shape
  expect([rows, columns]).toEqual([33, 3])
  expect(strip.values[0]).toBe(0)
  expect(strip.values[columns]).toBe(1)
  expect(strip.values[1]).toBe(rows)
  expect([...strip.values].filter(Number.isNaN)).toHaveLength(rows * columns - 97)
})

test('zero is the ground, the scale the full colour, NaN nothing', () => {
  const tiling = { columns: 1, rows: 1, gap: 1, width: 4, height: 1 }
  const pixels = new Uint8ClampedArray(16)
  const colours = { ground: [0, 0, 0], above: [200, 0, 0], below: [0, 200, 0] } as const
  paintTiles(pixels, tiling, { shape: [1, 4, 1], values: Float32Array.of(0, 2, -1, NaN) }, 2, colours)
  expect([...pixels]).toEqual([0, 0, 0, 255, 200, 0, 0, 255, 0, 100, 0, 255, 0, 0, 0, 0])
})

test('filters are columns, channels rows', () => {
  // [1, 1, 2, 3]: value = 10 * channel + filter
  const kernel = Float32Array.of(0, 1, 2, 10, 11, 12)
  const all = filterMatrix(kernel, [1, 1, 2, 3])
  expect(all.tiling).toMatchObject({ columns: 3, rows: 2 })
  expect([...all.maps.values]).toEqual([0, 1, 2, 10, 11, 12])
  expect([...filterMatrix(kernel, [1, 1, 2, 3], 1).maps.values]).toEqual([1, 11])
})

test('filters of one channel fill several rows', () => {
  const { tiling, maps } = filterMatrix(new Float32Array(9 * 70), [3, 3, 1, 70])
  expect(tiling).toEqual({ columns: 32, rows: 3, gap: 1, width: 127, height: 11 })
  expect(maps.shape).toEqual([3, 3, 70])
  expect(filterMatrix(new Float32Array(9 * 70), [3, 3, 1, 70], 4).tiling).toMatchObject({
    columns: 1,
    rows: 1
  })
})

test('many filters of few channels fill several bands, with an empty row between two', () => {
  const filters = 70
  const matrix = filterMatrix(
    Float32Array.from({ length: 3 * filters }, (_, i) => i),
    [1, 1, 3, filters]
  )
  expect(matrix).toMatchObject({ across: 32, bands: 3, tiling: { columns: 32, rows: 11 } })
  // Filter 33 stands second in the second band, whose first row is the fifth.
  expect([4, 5, 6].map((row) => matrix.maps.values[row * 32 + 1])).toEqual([33, 103, 173])
  expect(matrix.maps.values[3 * 32]).toBeNaN()
  for (const filter of [0, 31, 32, 69]) {
    const { left, top, width, height } = filterPlace(matrix, filter)
    expect(filterAt(matrix, filters, left + width / 2, top + height / 2)).toBe(filter)
  }
  expect(filterAt(matrix, filters, 0.99, 0.99)).toBeUndefined()
})
