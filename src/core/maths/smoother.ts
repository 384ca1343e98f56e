/** A moving average whose first values are not drawn towards 0: the bias correction of Adam. */
export class LossSmoother {
  readonly #decay: number
  #mean = 0
  #weight = 0

  /** @param decay share of itself that the average keeps in a step, in [0, 1) */
  constructor(decay: number) {
    this.#decay = decay
  }

  add(loss: number): number {
    this.#mean = this.#decay * this.#mean + (1 - this.#decay) * loss
    this.#weight = this.#decay * this.#weight + (1 - this.#decay)
    return this.#mean / this.#weight
  }
}
