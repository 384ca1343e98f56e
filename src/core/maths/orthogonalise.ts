export interface MatrixSize {
  readonly rows: number
  readonly columns: number
}

/**
 * X <- a X + b (X Xᵀ) X + c (X Xᵀ)² X, five times: each singular value s becomes a s + b s³ + c s⁵, which takes all that
 * are not tiny to about 1 (0.7 to 1.2). The coefficients are Keller Jordan's: they grow small ones as fast as
 * five rounds can, and so never settle at exactly 1.
 */
export const newtonSchulz = { rounds: 5, a: 3.4445, b: -4.775, c: 2.0315, smallestNorm: 1e-7 } as const

/**
 * The nearest matrix with orthogonal rows (or columns, whichever are fewer), as near as `newtonSchulz` gets: the
 * directions stay, and all of them become about equally strong.
 * @param matrix row by row
 */
export function orthogonalise(matrix: Float64Array, { rows, columns }: MatrixSize): Float64Array {
  if (rows > columns) {
    const turned = orthogonalise(transpose(matrix, rows, columns), { rows: columns, columns: rows })
    return transpose(turned, columns, rows)
  }
  const { rounds, a, b, c, smallestNorm } = newtonSchulz
  const norm = Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0))
  let x = matrix.map((value) => value / Math.max(norm, smallestNorm))
  for (let round = 0; round < rounds; round++) {
    const gram = productWithTransposed(x, rows, columns)
    const squared = productWithTransposed(gram, rows, rows)
    const mix = gram.map((value, i) => b * value + c * at(squared, i))
    const moved = product(mix, x, rows, columns)
    x = x.map((value, i) => a * value + at(moved, i))
  }
  return x
}

/** Of its own, so that V8 puts it into the loops. */
function at(values: Float64Array, index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`the matrix has ${values.length} values, none at ${index}`)
  return value
}

function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return matrix.map((_, i) => at(matrix, (i % rows) * columns + Math.floor(i / rows)))
}

/** M Mᵀ */
function productWithTransposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < columns; k++) sum += at(matrix, i * columns + k) * at(matrix, j * columns + k)
      result[i * rows + j] = sum
      result[j * rows + i] = sum
    }
  }
  return result
}

/** S M, where S is square. */
function product(square: Float64Array, matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < rows; k++) {
      const factor = at(square, i * rows + k)
      for (let j = 0; j < columns; j++) {
        result[i * columns + j] = at(result, i * columns + j) + factor * at(matrix, k * columns + j)
      }
    }
  }
  return result
}
