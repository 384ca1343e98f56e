import { LabError } from '../../core/base/lab-error'
import type { EventData } from '../contract/contract'
import { removeLeftovers } from '../ownership/remove-leftovers'
import { writtenFolders } from '../runs/run-folder'
import type { RunStore } from '../runs/run-store'
import { crashed, TrainerProcess } from './trainer-process'
import type { DatasetPlace, TrainerMessage, TrainJobRequest } from './trainer-protocol'
import { TrainingRecord } from './training-record'

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
        throw new LabError('cancelled', 'The lab is closing.', 'Open it again, then train.')
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
      'Only one run trains at a time, so that its speed means something. Stop that run, or wait until it has finished.'
    )
  }

  #training(runId: string): ActiveTraining {
    if (this.#active?.runId === runId && !this.#active.record.ended) return this.#active
    throw new LabError(
      'invalid-input',
      `${runId} is not in training here.`,
      'Start or resume it first. If it trains in another Tenfold, use that one.'
    )
  }
}
