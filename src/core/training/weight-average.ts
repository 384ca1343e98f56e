import { required } from '../base/required'
import type { Weights } from '../model/weights'

/** Steps from one update of the average to the next. */
export const averageEvery = 10

/**
 * An exponential moving average of all parameters, moving statistics included. Every 10th step moves it towards the
 * weights, average <- decay * average + (1 - decay) * weights; the first time, it becomes a copy of them. As PyTorch's
 * `AveragedModel` with `use_buffers`; B. Polyak and A. Juditsky, Acceleration of stochastic approximation by averaging, 1992.
 */
export class WeightAverage {
  readonly #decay: number
  #average: Weights | undefined

  /** @param average from which it goes on; undefined before the first update */
  constructor(decay: number, average: Weights | undefined) {
    this.#decay = decay
    this.#average = average === undefined ? undefined : copyOf(average)
  }

  /** A copy; undefined before the first update. */
  get weights(): Weights | undefined {
    return this.#average === undefined ? undefined : copyOf(this.#average)
  }

  /** @param weights after a step, in the order of the ones before */
  update(weights: Weights): void {
    if (this.#average === undefined) {
      this.#average = copyOf(weights)
      return
    }
    const [kept, added] = [this.#decay, 1 - this.#decay]
    for (const [index, { values }] of weights.entries()) {
      const average = required(this.#average[index], 'an average of each parameter').values
      for (let i = 0; i < values.length; i++) {
        average[i] = kept * Number(average[i]) + added * Number(values[i])
      }
    }
  }
}

/** Steps until the next update, 1 or more, after `step` of them. */
export const stepsToAverage = (step: number): number => averageEvery - (step % averageEvery)

function copyOf(weights: Weights): Weights {
  return weights.map(({ name, shape, values }) => ({ name, shape, values: values.slice() }))
}
