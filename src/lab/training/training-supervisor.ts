import { LabError } from '../../core/base/lab-error'
import type { Outcome, RunEvent } from '../../core/run/run-event'
import type { EventData } from '../contract/contract'
import { removeLeftovers } from '../ownership/remove-leftovers'
import { writtenFolders } from '../runs/run-folder'
import type { RunStore } from '../runs/run-store'
import { thinCheckpoints } from '../runs/thin-checkpoints'
import { crashed, TrainerProcess } from './trainer-process'
import type { DatasetPlace, TrainerMessage, TrainJobRequest } from './trainer-protocol'

export interface PreparedTraining {
  /** Open in the store; it is released when the training is over. */
  readonly runId: string
  readonly job: TrainJobRequest
  /** A run that had ended goes on: it stays as it is unless its training really begins. */
  readonly goesOn?: boolean
}

/** How long a stopping training may be silent before it counts as hung. */
const silenceMs = 60_000
/** One step may take minutes, and its process says nothing meanwhile. */
const silentSteps = 20

interface ActiveTraining {
  readonly runId: string
  readonly trainer: TrainerProcess
  readonly record: TrainingRecord
  /** Resolves when the process is gone and the run is released. Never rejects. */
  readonly over: Promise<void>
}

/**
 * Keeps the lab's one training: starts its process, writes what it tells to the run, passes requests on, and
 * gives the run an end whatever became of the process.
 */
export class TrainingSupervisor {
  readonly #trainerFile: string
  readonly #store: RunStore
  readonly #onTimeline: (timeline: EventData<'timeline'>) => void
  readonly #silenceMs: number
  #active: ActiveTraining | undefined
  #preparing = false
  #closed = false

  /** @param onTimeline told a few times a second while somebody watches */
  constructor(
    trainerFile: string,
    store: RunStore,
    onTimeline: (timeline: EventData<'timeline'>) => void = () => undefined,
    longestSilenceMs = silenceMs
  ) {
    this.#trainerFile = trainerFile
    this.#store = store
    this.#onTimeline = onTimeline
    this.#silenceMs = longestSilenceMs
  }

  /** The run in training. */
  get activeRun(): string | undefined {
    return this.#active === undefined || this.#active.record.ended ? undefined : this.#active.runId
  }

  /**
   * @param dataset of the training: its process loads it while the rest is prepared
   * @param prepare called when no other training is under way
   * @returns the run; one that goes on, once its training has begun
   * @throws LabError 'busy' that names the run in training, what `prepare` throws, and what kept a run from going on
   */
  async start(dataset: DatasetPlace, prepare: () => Promise<PreparedTraining>): Promise<string> {
    this.#refuseSecond()
    this.#preparing = true
    let active: ActiveTraining
    try {
      await this.#active?.over
      active = await this.#launch(dataset, prepare)
    } finally {
      this.#preparing = false
    }
    await active.record.begun
    return active.runId
  }

  pause(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'pause' })
  }

  /** During a pause: one mini-batch. */
  step(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'step' })
  }

  /** Of a run that is over there is nothing to see: who watches cannot know that it ended a moment ago. */
  watchTimeline(runId: string, on: boolean): void {
    if (this.activeRun === runId) this.#training(runId).trainer.control({ kind: 'watchTimeline', on })
  }

  resume(runId: string): void {
    this.#training(runId).trainer.control({ kind: 'resume' })
  }

  setLearningRate(runId: string, learningRate: number): void {
    this.#training(runId).trainer.control({ kind: 'setLearningRate', learningRate })
  }

  /**
   * Resolves when the training is over and all of it is on disk, however long saving takes: only a process that gives
   * no sign of life is ended.
   * @param now end it at once; what was trained since the last checkpoint is lost
   */
  async stop(runId: string, now = false): Promise<void> {
    const training = this.#training(runId)
    if (now) await training.trainer.insist()
    else await this.#stopPatiently(training)
    await training.over
  }

  async #stopPatiently({ trainer, record }: ActiveTraining): Promise<void> {
    await trainer.stop(Math.max(this.#silenceMs, silentSteps * record.stepMs))
  }

  /** Resolves when a training of the run that has told its end is over and on disk; at once for any other run. */
  async settled(runId: string): Promise<void> {
    if (this.#active?.runId === runId && this.#active.record.ended) await this.#active.over
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#active !== undefined) await this.#stopPatiently(this.#active)
    await this.#active?.over
  }

  async #launch(dataset: DatasetPlace, prepare: () => Promise<PreparedTraining>): Promise<ActiveTraining> {
    let take = (_: TrainerMessage): void => undefined
    const trainer = new TrainerProcess(this.#trainerFile, (message) => take(message))
    trainer.announce(dataset)
    try {
      const { runId, job, goesOn = false } = await prepare()
      if (this.#closed) {
        await this.#store.release(runId)
        throw new LabError('cancelled', 'The lab is closing.', 'Open it again and train then.')
      }
      const record = new TrainingRecord(this.#store, runId, {
        goesOn,
        onKept: (events) => trainer.keep(events),
        onRefused: () => trainer.kill()
      })
      take = (message) => {
        if (message.type === 'failed') record.fail(LabError.fromData(message.error))
        else if (message.type === 'events') record.add(message.events)
        else if (message.type === 'timeline') this.#onTimeline({ runId, ...message.timeline })
      }
      trainer.begin(job)
      const over = trainer.exited.then(async (exit) => {
        await record.close(crashed(exit))
        await removeLeftovers(writtenFolders(job.runFolder))
        this.#active = undefined
      })
      this.#active = { runId, trainer, record, over }
      return this.#active
    } catch (thrown) {
      trainer.kill()
      await trainer.exited
      throw thrown
    }
  }

  #refuseSecond(): void {
    const runId = this.activeRun
    if (runId === undefined && !this.#preparing) return
    throw new LabError(
      'busy',
      runId === undefined ? 'A training is about to start.' : `${runId} is in training.`,
      'One run trains at a time, so that its speed means something. Stop it, or wait until it has finished.'
    )
  }

  #training(runId: string): ActiveTraining {
    if (this.#active?.runId === runId && !this.#active.record.ended) return this.#active
    throw new LabError(
      'invalid-input',
      `${runId} is not in training here.`,
      'Start or resume it first; if it trains in another Tenfold, use that one.'
    )
  }
}

/** What one training writes to its run. */
class TrainingRecord {
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
        'The training was stopped before it went on.',
        'Resume it again whenever you like.'
      )
}
