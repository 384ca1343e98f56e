/** How long a training took so far, in milliseconds. */
export interface TrainingTimes {
  /** Without pauses and validation. The rest of waiting and computing goes to checkpoints and messages. */
  readonly trainMs: number
  /** Of it, waiting for the loader. */
  readonly waitMs: number
  /** Of it, in the engine; undefined in a run that was begun before this was counted. */
  readonly computeMs?: number | undefined
}

/** Counts the time of a training, and what it goes to. */
export class TrainingClock {
  readonly #now: () => number
  #trainMs: number
  #waitMs: number
  #computeMs: number | undefined
  #countedTo: number

  /** @param now milliseconds, monotonic */
  constructor(now: () => number, { trainMs, waitMs, computeMs }: TrainingTimes) {
    this.#now = now
    this.#trainMs = trainMs
    this.#waitMs = waitMs
    this.#computeMs = computeMs
    this.#countedTo = now()
  }

  get times(): TrainingTimes {
    return {
      trainMs: this.#trainMs,
      waitMs: this.#waitMs,
      ...(this.#computeMs === undefined ? {} : { computeMs: this.#computeMs })
    }
  }

  waited(begin: number, end: number): void {
    this.#waitMs += end - begin
    this.countTo(end)
  }

  computed(begin: number, end: number): void {
    if (this.#computeMs !== undefined) this.#computeMs += end - begin
    this.countTo(end)
  }

  /** All that has passed until now was training. */
  countTo(end: number): void {
    this.#trainMs += end - this.#countedTo
    this.#countedTo = end
  }

  /** What has passed since time was last counted was not training. */
  leaveOut(): void {
    this.#countedTo = this.#now()
  }
}
