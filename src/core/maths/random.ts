import { required } from '../base/required'

/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, seeded through splitmix32.
 * The state can be saved and restored, so that a resumed run draws what an uninterrupted one would have drawn.
 */
export interface RandomState {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly counter: number
}

export class Random {
  #a: number
  #b: number
  #c: number
  #counter: number

  constructor(state: RandomState) {
    this.#a = state.a | 0
    this.#b = state.b | 0
    this.#c = state.c | 0
    this.#counter = state.counter | 0
  }

  /** Independent streams of one seed: the same seed with another stream number shares no numbers. */
  static seeded(seed: number, stream = 0): Random {
    let s = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) | 0
    const mix = (): number => {
      s = (s + 0x9e3779b9) | 0
      let t = s ^ (s >>> 16)
      t = Math.imul(t, 0x21f0aaad)
      t ^= t >>> 15
      t = Math.imul(t, 0x735a2d97)
      return t ^ (t >>> 15)
    }
    const random = new Random({ a: mix(), b: mix(), c: mix(), counter: 1 })
    for (let i = 0; i < 12; i++) random.nextUint32()
    return random
  }

  get state(): RandomState {
    return { a: this.#a >>> 0, b: this.#b >>> 0, c: this.#c >>> 0, counter: this.#counter >>> 0 }
  }

  /** Uniform whole number in [0, 2^32). */
  nextUint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0
    return t >>> 0
  }

  /** Uniform in [0, 1), 32 bits. */
  nextFloat(): number {
    return this.nextUint32() / 4294967296
  }

  /** Uniform whole number in [0, n), without modulo bias (Lemire 2019, rejection). */
  nextBelow(n: number): number {
    const limit = 4294967296 - (4294967296 % n)
    let x = this.nextUint32()
    while (x >= limit) x = this.nextUint32()
    return x % n
  }

  /** Fisher-Yates, in place. */
  shuffle(values: Uint32Array): Uint32Array {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.nextBelow(i + 1)
      const swap = required(values[i], 'a value to exchange')
      values[i] = required(values[j], 'a value to exchange with')
      values[j] = swap
    }
    return values
  }
}
