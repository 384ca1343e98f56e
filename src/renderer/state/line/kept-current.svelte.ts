/**
 * Something of the lab's that is asked for again whenever it may have changed. A change during an answer is asked for
 * once more; all who wait get the latest.
 */
export class KeptCurrent<T> {
  #value = $state.raw<T | undefined>(undefined)
  #answer: Promise<void> | undefined
  #askAgain = false
  readonly #ask: () => Promise<T | undefined>

  /** @param ask gives undefined when there is no answer: then the value stays as it is */
  constructor(ask: () => Promise<T | undefined>) {
    this.#ask = ask
  }

  /** undefined until the lab has answered */
  get value(): T | undefined {
    return this.#value
  }

  /** Whether an answer is on its way. */
  get asking(): boolean {
    return this.#answer !== undefined
  }

  refresh(): Promise<void> {
    if (this.#answer !== undefined) {
      this.#askAgain = true
      return this.#answer
    }
    this.#answer = this.#asked()
    return this.#answer
  }

  async #asked(): Promise<void> {
    const value = await this.#ask()
    if (value !== undefined) this.#value = value
    if (this.#askAgain) {
      this.#askAgain = false
      return this.#asked()
    }
    this.#answer = undefined
  }
}
