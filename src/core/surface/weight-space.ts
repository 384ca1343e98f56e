import { required } from '../base/required'
import { parameterShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import type { Weights } from '../model/weights'

/** All weights of a network as one vector: a point of the space in which training moves. */
export function toVector(weights: Weights): Float32Array {
  const vector = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0))
  let at = 0
  for (const { values } of weights) {
    vector.set(values, at)
    at += values.length
  }
  return vector
}

/** The weights that a vector stands for: names and shapes as in `like`, values as views of the vector. */
export function fromVector(vector: Float32Array, like: Weights): Weights {
  let at = 0
  return like.map(({ name, shape, values }) => {
    const from = at
    at += values.length
    return { name, shape, values: vector.subarray(from, at) }
  })
}

/** to - from, with 0 for what the optimizer does not move: only directions in which a run trains. */
export function difference(model: ModelSpec, to: Weights, from: Weights): Float32Array {
  const parameters = parameterShapes(model)
  return toVector(
    to.map(({ name, shape, values }, i) => ({
      name,
      shape,
      values: required(parameters[i], 'a parameter for these weights').trainable
        ? subtract(values, required(from[i], 'weights to subtract').values)
        : new Float32Array(values.length)
    }))
  )
}

function subtract(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - required(b[i], 'a weight to subtract'))
}

/** Scalar product, summed in float64. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++)
    sum += required(a[i], 'a first factor') * required(b[i], 'a second factor')
  return sum
}

/** A plane through the origin; the directions need not be at right angles. */
export interface Plane {
  readonly first: Float32Array
  readonly second: Float32Array
}

/** Coordinates of the point of the plane that is nearest to a vector, and that point's squared length. */
export function project(
  { first, second }: Plane,
  vector: Float32Array
): { readonly x: number; readonly y: number; readonly squaredLength: number } {
  const aa = dot(first, first)
  const ab = dot(first, second)
  const bb = dot(second, second)
  const a = dot(first, vector)
  const b = dot(second, vector)
  const determinant = aa * bb - ab * ab
  const x = (a * bb - b * ab) / determinant
  const y = (b * aa - a * ab) / determinant
  return { x, y, squaredLength: x * a + y * b }
}
