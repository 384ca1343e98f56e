import { LabError } from '../base/lab-error'
import { required } from '../base/required'
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
  /** Up to the diagonal: the matrix is symmetric. */
  const products = vectors.map((a, i) => vectors.slice(0, i + 1).map((b) => dot(a, b)))
  const product = (i: number, k: number): number =>
    required(products[Math.max(i, k)]?.[Math.min(i, k)], 'a product of any two vectors')
  const total = vectors.reduce((sum, _, i) => sum + product(i, i), 0)
  const [first, second] = symmetricEigen(
    vectors.map((_, i) => Float64Array.from(vectors, (_unused, k) => product(i, k)))
  )
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
  let sum = new Float64Array(required(vectors[0], 'a first vector').length)
  vectors.forEach((vector, i) => {
    const factor = required(factors[i], 'a factor for each vector')
    sum = sum.map((value, j) => value + factor * required(vector[j], 'a coordinate in each vector'))
  })
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0))
  // A vector's coordinate along the direction has the sign of its factor.
  const scale = (required(factors[0], 'the first vector’s factor') < 0 ? -1 : 1) / length
  return Float32Array.from(sum, (value) => value * scale)
}
