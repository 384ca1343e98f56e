/** Into how many parts the longest silence is cut. */
const parts = 10

/**
 * Waits for as long as there are signs of life, and calls out when none has come for a while. It counts parts of that
 * while that went by in this process too: where this process itself was held up, the signs have yet to be read.
 */
export class Watchdog {
  readonly #onSilent: () => void
  #silentParts = 0
  #timer: NodeJS.Timeout | undefined

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent
  }

  /** From now on, every stretch of so many milliseconds has to have a sign of life in it. */
  watch(silenceMs: number): void {
    this.end()
    this.#silentParts = 0
    this.#timer = setInterval(() => {
      this.#silentParts += 1
      if (this.#silentParts < parts) return
      this.end()
      this.#onSilent()
    }, silenceMs / parts)
  }

  signOfLife(): void {
    this.#silentParts = 0
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
