import { LabError } from '../../core/base/lab-error'
import type { Outcome, RunEvent } from '../../core/run/run-event'
import type { RunStore } from '../runs/run-store'
import { thinCheckpoints } from '../runs/thin-checkpoints'

/** What one training writes to its run. */
export class TrainingRecord {
  readonly #store: RunStore
  readonly #runId: string
  readonly #onKept: (events: number) => void
  readonly #onRefused: () => void
  #kept = 0
  #writing: Promise<void> = Promise.resolve()
  #failure: LabError | undefined
  #ended = false
  #endKept = false
  #stepMs = 0
  /** What was told before the training of a run that goes on has done anything; undefined from then on. */
  #held: RunEvent[] | undefined
  #resolveBegun: () => void = () => undefined
  #rejectBegun: (error: LabError) => void = () => undefined
  /** Resolves when the training has begun; rejects with what kept it from that, once the run is released. */
  readonly begun: Promise<void>

  /**
   * @param options.goesOn a start that fails leaves the run as it was
   * @param options.onKept told how many events have been taken care of
   * @param options.onRefused called when the disk takes no more: training on without a record would be lost work
   */
  constructor(
    store: RunStore,
    runId: string,
    {
      goesOn,
      onKept,
      onRefused
    }: {
      readonly goesOn: boolean
      readonly onKept: (events: number) => void
      readonly onRefused: () => void
    }
  ) {
    this.#store = store
    this.#runId = runId
    this.#onKept = onKept
    this.#onRefused = onRefused
    this.#held = goesOn ? [] : undefined
    this.begun = goesOn
      ? new Promise((resolve, reject) => {
          this.#resolveBegun = resolve
          this.#rejectBegun = reject
        })
      : Promise.resolve()
  }

  /** The last event has come. */
  get ended(): boolean {
    return this.#ended
  }

  /** How long a step takes on average, as far as is known. */
  get stepMs(): number {
    return this.#stepMs
  }

  fail(error: LabError): void {
    this.#failure ??= error
  }

  add(events: readonly RunEvent[]): void {
    this.#ended ||= events.some((event) => event.type === 'ended')
    if (this.#held === undefined) {
      this.#write(events)
      return
    }
    const held = [...this.#held, ...events]
    this.#held = held.some(showsWork) ? undefined : held
    if (this.#held !== undefined) {
      // The first checkpoint does not wait for what is held until there is one.
      this.#onKept((this.#kept += events.length))
      return
    }
    this.#kept -= held.length - events.length
    this.#write(held)
    this.#resolveBegun()
  }

  #write(events: readonly RunEvent[]): void {
    const isLast = events.some((event) => event.type === 'ended')
    for (const event of events) {
      if (event.type === 'progress') this.#stepMs = event.trainMs / event.step
    }
    const write = this.#store.append(this.#runId, events).then(
      () => {
        this.#endKept ||= isLast
        this.#onKept((this.#kept += events.length))
      },
      (thrown: unknown) => {
        this.fail(LabError.from(thrown))
        this.#onRefused()
      }
    )
    this.#writing = this.#writing.then(() => write)
    if (events.some((event) => event.type === 'checkpoint')) this.#thin()
  }

  #thin(): void {
    const thin = (): Promise<void> => thinCheckpoints(this.#store, this.#runId)
    // What could not be removed takes room, and no more than that; the next checkpoint tries again.
    this.#writing = this.#writing
      .then(() => this.#store.checkpointHolds.thin(this.#runId, thin))
      .catch(() => undefined)
  }

  /** Ends the run if the process did not, or if its end could not be kept; and releases it. */
  async close(crash: LabError): Promise<void> {
    const held = this.#held
    await this.#writing
    if (held === undefined && !this.#endKept) await this.#end(crash)
    // What the disk refuses even now counts as never written: the run has ended without a word.
    await this.#store.release(this.#runId).catch(() => undefined)
    if (held === undefined) return
    this.#ended = true
    this.#rejectBegun(this.#failure ?? whyNotBegun(held) ?? crash)
  }

  async #end(crash: LabError): Promise<void> {
    const { state } = await this.#store.read(this.#runId)
    const outcome: Outcome =
      this.#failure === undefined
        ? { kind: 'interrupted', error: crash.toData() }
        : { kind: 'failed', error: this.#failure.toData() }
    const end: RunEvent = { type: 'ended', at: Date.now(), step: state.step, outcome }
    this.#ended = true
    // Those who listen are told in any case.
    await this.#store.append(this.#runId, [end]).catch(() => this.#store.tell(this.#runId, [end]))
  }
}

/** Whether an event comes of training, and not only of the attempt. */
function showsWork(event: RunEvent): boolean {
  switch (event.type) {
    case 'started':
    case 'resumed':
    case 'learningRateChanged':
      return false
    case 'ended':
      // Everything was trained already.
      return event.outcome.kind === 'finished'
    default:
      return true
  }
}

/** Undefined when the process went without a word. */
function whyNotBegun(held: readonly RunEvent[]): LabError | undefined {
  const last = held.at(-1)
  if (last?.type !== 'ended') return undefined
  return 'error' in last.outcome
    ? LabError.fromData(last.outcome.error)
    : new LabError(
        'cancelled',
        'The training was stopped before it continued.',
        'You can resume it at any time.'
      )
}
