import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { required } from '../base/required'
import { orthogonalise } from './orthogonalise'
import { symmetricEigen } from './symmetric-eigen'

const at = (values: Float64Array, index: number): number => required(values[index], 'a value')

/** Of a matrix with no more rows than columns. */
function singularValues(matrix: Float64Array, rows: number, columns: number): number[] {
  const gram = Array.from({ length: rows }, (_, i) =>
    Float64Array.from({ length: rows }, (_unused, j) => {
      let sum = 0
      for (let k = 0; k < columns; k++) sum += at(matrix, i * columns + k) * at(matrix, j * columns + k)
      return sum
    })
  )
  return symmetricEigen(gram).map(({ value }) => Math.sqrt(Math.max(0, value)))
}

/** Row i is `scales[i]` times a row of a matrix whose rows are orthogonal and of length 1: the first of a cosine transform. */
function withSingularValues(scales: readonly number[], columns: number): Float64Array {
  return Float64Array.from({ length: scales.length * columns }, (_, index) => {
    const row = Math.floor(index / columns)
    const wave = Math.cos((Math.PI / columns) * row * ((index % columns) + 0.5))
    return required(scales[row], 'a scale') * wave * Math.sqrt((row === 0 ? 1 : 2) / columns)
  })
}

const matrix = fc
  .record({ rows: fc.integer({ min: 1, max: 8 }), more: fc.integer({ min: 0, max: 8 }) })
  .chain(({ rows, more }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(rows + more),
      values: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: rows * (rows + more),
        maxLength: rows * (rows + more)
      })
    })
  )

describe('orthogonalise', () => {
  test('by hand: a single row becomes its direction, of the length that five rounds give', () => {
    const round = (s: number): number => 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5
    const length = [1, 2, 3, 4, 5].reduce(round, 1)
    const [x = NaN, y = NaN] = orthogonalise(Float64Array.of(3, 4), { rows: 1, columns: 2 })
    expect(x).toBeCloseTo(0.6 * length, 12)
    expect(y).toBeCloseTo(0.8 * length, 12)
  })

  test('singular values from 0.02 to 1 of the largest all become about 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        (scales, more, by) => {
          const columns = scales.length + more
          const start = withSingularValues(
            scales.map((scale) => scale * by),
            columns
          )
          const result = orthogonalise(start, { rows: scales.length, columns })
          for (const value of singularValues(result, scales.length, columns)) {
            expect(value).toBeGreaterThan(0.6)
            expect(value).toBeLessThan(1.3)
          }
        }
      )
    )
  })

  test('the rows keep their directions', () => {
    const start = withSingularValues([1, 0.3, 0.1], 5)
    const result = orthogonalise(start, { rows: 3, columns: 5 })
    for (let row = 0; row < 3; row++) {
      const [from, to] = [start, result].map((values) => values.subarray(row * 5, row * 5 + 5))
      const length = (values: Float64Array): number => Math.hypot(...values)
      const [a, b] = [required(from, 'a row'), required(to, 'a row')]
      const product = a.reduce((sum, value, i) => sum + value * at(b, i), 0)
      expect(product / (length(a) * length(b))).toBeCloseTo(1, 10)
    }
  })

  test('of the transposed matrix it is the transposed result', () => {
    fc.assert(
      fc.property(matrix, ({ rows, columns, values }) => {
        const turn = (from: Float64Array): Float64Array =>
          from.map((_, i) => at(from, (i % rows) * columns + Math.floor(i / rows)))
        const plain = Float64Array.from(values)
        const result = orthogonalise(plain, { rows, columns })
        const turned = orthogonalise(turn(plain), { rows: columns, columns: rows })
        turn(result).forEach((value, i) => {
          expect(at(turned, i)).toBeCloseTo(value, 9)
        })
      })
    )
  })

  test('the size of the matrix does not matter, and nothing stays nothing', () => {
    const start = Float64Array.of(1, -2, 0.5, 3, 0.25, -1)
    const size = { rows: 2, columns: 3 }
    const result = orthogonalise(start, size)
    orthogonalise(
      start.map((value) => value * 1e6),
      size
    ).forEach((value, i) => {
      expect(value).toBeCloseTo(at(result, i), 9)
    })
    expect([...orthogonalise(new Float64Array(6), size)]).toEqual([0, 0, 0, 0, 0, 0])
  })
})
