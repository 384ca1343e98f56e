/** Calls an action at once when it is asked for, but not more often than every `ms`; what is asked for meanwhile waits. */
export class AtMostEvery {
  readonly #ms: number
  readonly #action: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = false

  constructor(ms: number, action: () => void) {
    this.#ms = ms
    this.#action = action
  }

  ask(): void {
    if (this.#timer !== undefined) {
      this.#asked = true
      return
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#asked) return
      this.#asked = false
      this.ask()
    }, this.#ms)
    this.#action()
  }
}
