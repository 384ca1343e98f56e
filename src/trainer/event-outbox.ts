import type { RunEvent } from '../core/run-event'

/**
 * Curves that grow ten times a second look alive; drawing them more often takes the processor from the training, where
 * there is no graphics card a third of it.
 */
const flushMs = 100

/** Collects a run's events and sends them in batches, in order; after a pause the first leaves at once. */
export class EventOutbox {
  readonly #send: (events: RunEvent[]) => void
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | undefined
  #step = 0
  #flushedAt = -Infinity

  constructor(send: (events: RunEvent[]) => void) {
    this.#send = send
  }

  /** The latest step that was reached, or that an event was about. */
  get step(): number {
    return this.#step
  }

  readonly reach = (step: number): void => {
    this.#step = Math.max(this.#step, step)
  }

  readonly emit = (event: RunEvent): void => {
    // A checkpoint is told of when it is written, steps later.
    if ('step' in event) this.reach(event.step)
    this.#waiting.push(event)
    const wait = Math.max(0, this.#flushedAt + flushMs - performance.now())
    this.#timer ??= setTimeout(() => this.flush(), wait)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#flushedAt = performance.now()
    this.#send(events)
  }
}
