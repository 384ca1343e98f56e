import type { PhaseTimes } from '../../core/engine/engine'
import { required } from '../../core/base/required'

/** Steps before the first sample, for which V8 optimises the kernels, and before one that is taken again. */
const warmUp = 8
/** A sampled step costs a forward pass more than others: once in 128 steps that is half a percent. */
const interval = 128
const kept = 31

/** Decides which steps are taken in pieces, and remembers how long the pieces of the latest took. */
export class PhaseSampler {
  readonly #samples: PhaseTimes[] = []
  #taken = 0
  #next: number | undefined

  isDue(step: number): boolean {
    this.#next ??= step + warmUp
    return step >= this.#next
  }

  /**
   * @param sample of one step. Where a part of it took no time, something held up the forward pass that is subtracted:
   *   the sample counts for nothing and another step is taken soon.
   */
  add(step: number, sample: Omit<PhaseTimes, 'samples'>): void {
    if (Object.values(sample).some((ms) => ms <= 0)) {
      this.#next = step + warmUp
      return
    }
    this.#next = step + interval
    this.#samples[this.#taken % kept] = { samples: 1, ...sample }
    this.#taken += 1
  }

  /** Medians of the latest samples; undefined before the first. */
  get times(): PhaseTimes | undefined {
    if (this.#taken === 0) return undefined
    const median = (phase: 'forward' | 'backward' | 'update'): number => {
      const sorted = this.#samples.map((sample) => sample[phase]).sort((a, b) => a - b)
      return required(sorted[sorted.length >> 1], 'a sample')
    }
    return {
      samples: this.#taken,
      forward: median('forward'),
      backward: median('backward'),
      update: median('update')
    }
  }
}
