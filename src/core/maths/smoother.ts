/** What the workbench smooths a loss curve with until somebody chooses otherwise. */
export const defaultSmoothing = 0.95

/**
 * An exponential moving average, divided by the weight that it has seen so far, so that it starts at the first value and
 * not at 0: the bias correction of Adam.
 */
export class Smoother {
  readonly #smoothing: number
  #mean = 0
  #weight = 0

  /** @param smoothing share of the old average that each value keeps, in [0, 1) */
  constructor(smoothing: number) {
    this.#smoothing = smoothing
  }

  /** @returns the average up to this value */
  add(value: number): number {
    this.#mean = this.#smoothing * this.#mean + (1 - this.#smoothing) * value
    this.#weight = this.#smoothing * this.#weight + (1 - this.#smoothing)
    return this.#mean / this.#weight
  }
}
