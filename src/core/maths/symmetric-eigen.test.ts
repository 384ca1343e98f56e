import fc from 'fast-check'
import { expect, test } from 'vitest'
import { symmetricEigen } from './symmetric-eigen'

const entry = fc.double({ min: -10, max: 10, noNaN: true })

test('eigenvectors are at right angles, of length 1, and put the matrix together again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }).chain((n) => fc.array(entry, { minLength: n * n, maxLength: n * n })),
      (values) => {
        const n = Math.sqrt(values.length)
        const at = (i: number, k: number): number => values[Math.min(i, k) * n + Math.max(i, k)] ?? NaN
        const matrix = Array.from({ length: n }, (_, i) =>
          Float64Array.from({ length: n }, (_k, k) => at(i, k))
        )
        const pairs = symmetricEigen(matrix)
        expect(pairs.map(({ value }) => value)).toEqual(pairs.map(({ value }) => value).sort((a, b) => b - a))
        for (let i = 0; i < n; i++) {
          for (let k = 0; k < n; k++) {
            const rebuilt = pairs.reduce(
              (sum, { value, vector }) => sum + value * (vector[i] ?? NaN) * (vector[k] ?? NaN),
              0
            )
            expect(rebuilt).toBeCloseTo(at(i, k), 8)
            const product = (pairs[i]?.vector ?? new Float64Array(0)).reduce(
              (sum, x, j) => sum + x * (pairs[k]?.vector[j] ?? NaN),
              0
            )
            expect(product).toBeCloseTo(i === k ? 1 : 0, 10)
          }
        }
      }
    )
  )
})
