import { required } from '../base/required'

export interface EigenPair {
  readonly value: number
  /** Of length 1. */
  readonly vector: Float64Array
}

/** Sweeps over all pairs; a matrix of any sensible size needs fewer than ten. */
const maxSweeps = 50

/**
 * All eigenvalues of a symmetric matrix, the largest first, by Jacobi's rotations: each makes one entry off the
 * diagonal 0 (Golub and Van Loan, “Matrix Computations”, section 8.5).
 */
export function symmetricEigen(matrix: readonly Float64Array[]): EigenPair[] {
  const n = matrix.length
  const a = matrix.map((row) => row.slice())
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (_unused, k) => (i === k ? 1 : 0)))
  const scale = a.reduce((sum, row) => sum + row.reduce((squares, value) => squares + value * value, 0), 0)
  for (let sweep = 0; sweep < maxSweeps && offDiagonal(a) > 1e-30 * scale; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q)
    }
  }
  return vectors
    .map((vector, i) => ({ value: entry(a, i, i), vector }))
    .sort((one, other) => other.value - one.value)
}

function offDiagonal(a: readonly Float64Array[]): number {
  let sum = 0
  a.forEach((row, i) => {
    row.forEach((value, k) => {
      if (i !== k) sum += value * value
    })
  })
  return sum
}

/** a <- R' a R with the rotation R in the plane (p, q) after which a[p][q] is 0; rows of `vectors` are rotated too. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const apq = entry(a, p, q)
  if (apq === 0) return
  const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * apq)
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (const row of a) mixEntries(row, p, q, cosine, sine)
  mixRows(a, p, q, cosine, sine)
  mixRows(vectors, p, q, cosine, sine)
}

function entry(a: readonly Float64Array[], row: number, column: number): number {
  return required(a[row]?.[column], 'an entry of the matrix')
}

function mixEntries(row: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const x = required(row[p], 'an entry of column p')
  const y = required(row[q], 'an entry of column q')
  row[p] = cosine * x - sine * y
  row[q] = sine * x + cosine * y
}

function mixRows(rows: readonly Float64Array[], p: number, q: number, cosine: number, sine: number): void {
  const first = required(rows[p], 'row p')
  const second = required(rows[q], 'row q')
  for (let k = 0; k < first.length; k++) {
    const x = required(first[k], 'an entry of row p')
    const y = required(second[k], 'an entry of row q')
    first[k] = cosine * x - sine * y
    second[k] = sine * x + cosine * y
  }
}
