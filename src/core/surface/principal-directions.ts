import { LabError } from '../base/lab-error'
import { symmetricEigen } from '../maths/symmetric-eigen'
import { dot, type Plane } from './weight-space'

export interface PrincipalDirections extends Plane {
  /** Share of the vectors' squared lengths along each of the two directions, in [0, 1]. */
  readonly shares: readonly [number, number]
}

/** Shorter than this part of the first direction, a second one is rounding noise. */
const noise = 1e-5

/**
 * The two directions, of length 1 and at right angles, along which vectors are longest: their principal components,
 * taken from the origin and not from their mean. Found through the small matrix of their scalar products.
 * The first vector has no negative coordinate.
 * @throws LabError 'invalid-input' when the vectors lie on one line
 */
export function principalDirections(vectors: readonly Float32Array[]): PrincipalDirections {
  const products = vectors.map(() => new Float64Array(vectors.length))
  vectors.forEach((a, i) => {
    vectors.slice(i).forEach((b, k) => {
      const product = dot(a, b)
      const [row, column] = [products[i], products[i + k]]
      if (row !== undefined) row[i + k] = product
      if (column !== undefined) column[i] = product
    })
  })
  const total = products.reduce((sum, row, i) => sum + (row[i] ?? 0), 0)
  const [first, second] = symmetricEigen(products)
  if (first === undefined || second === undefined || !(second.value > noise * noise * first.value)) {
    throw new LabError(
      'invalid-input',
      'The run’s checkpoints lie on one line: there is no second direction.',
      'Train further, or choose random directions.'
    )
  }
  return {
    first: combine(vectors, first.vector),
    second: combine(vectors, second.vector),
    shares: [first.value / total, second.value / total]
  }
}

/** The sum of the vectors, each times its factor, scaled to length 1. */
function combine(vectors: readonly Float32Array[], factors: Float64Array): Float32Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0)
  vectors.forEach((vector, i) => {
    const factor = factors[i] ?? 0
    for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) + factor * (vector[j] ?? 0)
  })
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0))
  // A vector's coordinate along the direction has the sign of its factor.
  const scale = ((factors[0] ?? 0) < 0 ? -1 : 1) / length
  return Float32Array.from(sum, (value) => value * scale)
}
