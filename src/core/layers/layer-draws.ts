/**
 * The random numbers that layers draw in a step of training. Each is a hash of the value's index and of a key made from
 * seed, step and layer, so that draws are the same on every engine, for any number of threads and after a resume, and
 * nothing has to be kept.
 *
 * Only 32-bit whole-number operations that wrap around: add, multiply, xor and logical shift. The mixing function and
 * its constants are lowbias32 of Chris Wellons' hash-prospector (public domain). The key goes in twice, before and in
 * the middle of the mixing, so that draws of different steps are no permutations of one another.
 */
export interface LayerKey {
  /** Whole numbers of 32 bits, signed as JavaScript's bitwise operators give them. */
  readonly first: number
  readonly second: number
}

/**
 * @param seed the run's, in [0, 2^32)
 * @param step optimizer steps before this one: 0 in the first step of a run
 * @param layer index in the model's layers
 */
export function layerKey(seed: number, step: number, layer: number): LayerKey {
  const absorb = (start: number): number => mix(mix(mix(start ^ seed) ^ step) ^ layer)
  return { first: absorb(0x243f6a88), second: absorb(0x85a308d3) }
}

/** Draws are whole numbers below this one. */
export const drawLimit = 2 ** 24

/**
 * A whole number, uniform in [0, drawLimit).
 * @param element index in the mini-batch's activations, laid out [N, height, width, channels] or [N, features]
 */
export function layerDraw({ first, second }: LayerKey, element: number): number {
  let x = element ^ first
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15) ^ second, 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 8
}

/** A value is multiplied by `scale` where its draw is at least `threshold`, or else becomes 0. */
export interface RandomMask {
  readonly threshold: number
  readonly scale: number
}

function mix(start: number): number {
  let x = start
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}
