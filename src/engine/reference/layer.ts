/** All sums are float64; a network of float32 rounds what passes from layer to layer. */
export type Values = Float64Array

export interface Parameter {
  readonly values: Values
  /** The loss's gradient, summed over the images of a batch. */
  readonly gradient: Values
  /** Whether the optimizer moves it; false for what a layer averages itself. */
  readonly trainable: boolean
}

/** What a forward pass is for. `step`: optimizer steps before this one. */
export type Pass =
  { readonly kind: 'train'; readonly seed: number; readonly step: number } | { readonly kind: 'predict' }

/** One layer. Activations are [N, height, width, channels] or [N, features], flat, in row-major order. */
export interface Layer {
  readonly parameters: readonly Parameter[]
  /** Keeps what `backward` will need. */
  forward(input: Values, images: number, pass: Pass): Values
  /** Adds to the parameters' gradients. @returns the gradient of the layer's input */
  backward(outputGradient: Values, images: number): Values
}

export function makeParameter(length: number, trainable = true): Parameter {
  return { values: new Float64Array(length), gradient: new Float64Array(length), trainable }
}

/** Reads one value; outside the array it is NaN, which no test overlooks. */
export function at(values: Values, index: number): number {
  return values[index] ?? NaN
}

export function addAt(values: Values, index: number, amount: number): void {
  values[index] = at(values, index) + amount
}
