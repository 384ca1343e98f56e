/**
 * Which values dropout sets to 0. Each one's fate is a hash of its number and of a key made from seed, step and layer, so
 * that masks are the same on every engine, for any number of threads and after a resume, and nothing has to be kept.
 *
 * Only 32-bit whole-number operations that wrap around: add, multiply, xor and logical shift. The mixing function and
 * its constants are lowbias32 of Chris Wellons' hash-prospector (public domain). The key goes in twice, before and in
 * the middle of the mixing, so that masks of different steps are no permutations of one another.
 */
export interface DropoutKey {
  /** Whole numbers of 32 bits, signed as JavaScript's bitwise operators give them. */
  readonly first: number
  readonly second: number
}

/**
 * @param seed the run's, in [0, 2^32)
 * @param step optimizer steps before this one: 0 in the first step of a run
 * @param layer index in the model's layers
 */
export function dropoutKey(seed: number, step: number, layer: number): DropoutKey {
  const absorb = (start: number): number => mix(mix(mix(start ^ seed) ^ step) ^ layer)
  return { first: absorb(0x243f6a88), second: absorb(0x85a308d3) }
}

/** Draws are compared with this whole number of [0, 2^24]. */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * 2 ** 24)
}

/**
 * A whole number, uniform in [0, 2^24); the value is kept if it is at least `dropoutThreshold`.
 * @param element index in the mini-batch's activations, laid out [N, height, width, channels] or [N, features]
 */
export function dropoutDraw({ first, second }: DropoutKey, element: number): number {
  let x = element ^ first
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15) ^ second, 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 8
}

/** What kept values are multiplied by, so that the sum of all stays the same on average. */
export function dropoutScale(rate: number): number {
  return 1 / (1 - rate)
}

function mix(start: number): number {
  let x = start
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}
