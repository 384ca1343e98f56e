import type { RunEvent } from '../../core/run/run-event'

/**
 * Curves that grow ten times a second look alive; drawing them more often takes the processor from the training, where
 * there is no graphics card a third of it.
 */
const flushMs = 100
/** Events on their way to a lab that is slow to take them, beyond which the training waits. */
const mostUnsent = 10_000

/** Collects a run's events and sends them in batches, in order; after a pause the first leaves at once. */
export class EventOutbox {
  readonly #send: (events: RunEvent[]) => Promise<void>
  readonly #keep: (events: RunEvent[]) => Promise<void>
  #orphaned = false
  /** Sent, and not yet known to be in the log. */
  #unkept: RunEvent[] = []
  #kept = 0
  readonly #settling = new Set<() => void>()
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | undefined
  #step = 0
  #flushedAt = -Infinity
  #unsent = 0
  #wake: (() => void) | undefined

  /**
   * @param send resolves when the events have left; never rejects
   * @param keep puts events into the log that the lab, which is gone, may not have put there; never rejects
   */
  constructor(
    send: (events: RunEvent[]) => Promise<void>,
    keep: (events: RunEvent[]) => Promise<void> = () => Promise.resolve()
  ) {
    this.#send = send
    this.#keep = keep
  }

  /** The lab tells how many events it has taken care of. */
  kept(events: number): void {
    this.#unkept.splice(0, events - this.#kept)
    this.#kept = events
    for (const settle of [...this.#settling]) settle()
  }

  /** The lab is gone: this process keeps the log. */
  orphan(): void {
    this.#orphaned = true
    for (const settle of [...this.#settling]) settle()
  }

  /** Resolves when all events up to now are in the log, or it is sure that they cannot be put there. */
  async settled(): Promise<void> {
    this.flush()
    const goal = this.#kept + this.#unkept.length
    while (this.#kept < goal && !this.#orphaned) {
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          this.#settling.delete(settle)
          resolve()
        }
        this.#settling.add(settle)
      })
    }
    if (!this.#orphaned || this.#unkept.length === 0) return
    const events = this.#unkept
    this.#unkept = []
    this.#kept += events.length
    await this.#keep(events)
  }

  /** Resolves when there is room for more: at once, unless a great many events wait to be taken. */
  async room(): Promise<void> {
    while (this.#unsent > mostUnsent) await new Promise<void>((resolve) => (this.#wake = resolve))
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
    for (const event of events) this.#unkept.push(event)
    this.#unsent += events.length
    void this.#send(events).then(() => {
      this.#unsent -= events.length
      this.#wake?.()
    })
  }
}
