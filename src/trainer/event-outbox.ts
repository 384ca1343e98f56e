import type { RunEvent } from '../core/run-event'

/** A screen shows 60 pictures a second; a message an event would only slow the training down. */
const flushMs = 16

/** Collects a run's events and sends them in batches, in order. */
export class EventOutbox {
  readonly #send: (events: RunEvent[]) => void
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | undefined
  #step = 0

  constructor(send: (events: RunEvent[]) => void) {
    this.#send = send
  }

  /** The step of the latest event. */
  get step(): number {
    return this.#step
  }

  readonly emit = (event: RunEvent): void => {
    if ('step' in event) this.#step = event.step
    this.#waiting.push(event)
    this.#timer ??= setTimeout(() => this.flush(), flushMs)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#send(events)
  }
}
