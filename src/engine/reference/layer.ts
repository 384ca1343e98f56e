/** All sums are float64; a network of float32 rounds what passes from layer to layer. */
export type Values = Float64Array

export interface Parameter {
  readonly values: Values
  /** The loss's gradient, summed over the images of a batch; that of what the optimizer does not move means nothing. */
  readonly gradient: Values
}

/** What a forward pass is for. `step`: optimizer steps before this one. */
export type Pass =
  { readonly kind: 'train'; readonly seed: number; readonly step: number } | { readonly kind: 'predict' }

/** One layer. Activations are [N, height, width, channels] or [N, features], flat, in row-major order. */
export interface Layer {
  readonly parameters: readonly Parameter[]
  /** Keeps what `backward` will need. @param input the first of its inputs */
  forward(input: Values, images: number, pass: Pass, inputs: readonly Values[]): Values
  /** Adds to the parameters' gradients. @returns the gradient of the layer's input, or of each where it takes several */
  backward(outputGradient: Values, images: number): Values | readonly Values[]
}

export function makeParameter(length: number): Parameter {
  return { values: new Float64Array(length), gradient: new Float64Array(length) }
}

/** @throws RangeError outside the array */
export function at(values: Values, index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`there is no value ${index} among ${values.length}`)
  return value
}

export function addAt(values: Values, index: number, amount: number): void {
  values[index] = at(values, index) + amount
}

/** target[t + k] += factor * source[s + k], for k below `length`. */
export function addScaled(
  target: Values,
  t: number,
  factor: number,
  source: Values,
  s: number,
  length: number
): void {
  for (let k = 0; k < length; k++) addAt(target, t + k, factor * at(source, s + k))
}

/** The sum of a[i + k] * b[j + k], for k below `length`. */
export function sumOfProducts(a: Values, i: number, b: Values, j: number, length: number): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += at(a, i + k) * at(b, j + k)
  return sum
}
