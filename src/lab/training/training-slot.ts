import { LabError } from '../../core/base/lab-error'
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

export interface SlotOptions {
  readonly trainerFile: string
  readonly store: RunStore
  /** Whether the process waits for the next run when one is over, with the data set that it has loaded. */
  readonly stays?: boolean
  readonly onMessage?: (runId: string, message: TrainerMessage) => void
  readonly longestSilenceMs?: number
}

interface ActiveOptions {
  readonly runId: string
  readonly trainer: TrainerProcess
  readonly record: TrainingRecord
  /** When the run is released. */
  readonly over: Promise<void>
  /** When a process that stays has told the end of this run. */
  readonly ended: Promise<void>
  readonly stays: boolean
  readonly longestSilenceMs: number
}

/** A run in training. */
export class ActiveTraining {
  readonly runId: string
  readonly trainer: TrainerProcess
  readonly record: TrainingRecord
  /** Resolves when the training is over and the run is released. Never rejects. */
  readonly over: Promise<void>
  /** Resolves when its slot can train the next run: before the end of this one is on disk, where the process stays. */
  readonly free: Promise<void>
  readonly #stays: boolean
  readonly #longestSilenceMs: number
  #stopping = false

  constructor({ runId, trainer, record, over, ended, stays, longestSilenceMs }: ActiveOptions) {
    this.runId = runId
    this.trainer = trainer
    this.record = record
    this.over = over
    this.free = Promise.race([over, ended.then(() => (this.#stopping ? over : undefined))])
    this.#stays = stays
    this.#longestSilenceMs = longestSilenceMs
  }

  /** Whether it was asked to stop: then its process ends with it. */
  get stopping(): boolean {
    return this.#stopping
  }

  /**
   * Resolves when all of it is on disk, however long saving takes: only a process that gives no sign of life is ended.
   * @param now end it at once; what was trained since the last checkpoint is lost
   */
  async stop(now = false): Promise<void> {
    // The process may train the next run by now.
    if (!(this.#stays && this.record.ended)) {
      this.#stopping = true
      if (now) await this.trainer.insist()
      else await this.trainer.stop(Math.max(this.#longestSilenceMs, silentSteps * this.record.stepMs))
    }
    await this.over
  }
}

/**
 * A place where one run trains at a time: starts its process, writes what it tells to the run, and gives the run an end
 * whatever became of the process.
 */
export class TrainingSlot {
  readonly #options: SlotOptions
  /** One that waits for a run. */
  #idle: TrainerProcess | undefined
  #take: (message: TrainerMessage) => void = () => undefined
  #closed = false

  constructor(options: SlotOptions) {
    this.#options = options
  }

  /**
   * Starts the training of one run; not while another one is under way here.
   * @param dataset of the training: its process loads it while the rest is prepared
   * @throws LabError what `prepare` throws; 'cancelled' when the slot was closed meanwhile
   */
  async launch(dataset: DatasetPlace, prepare: () => Promise<PreparedTraining>): Promise<ActiveTraining> {
    const { store, onMessage, stays = false, longestSilenceMs = silenceMs } = this.#options
    const trainer = this.#idle ?? this.#open(dataset)
    this.#idle = undefined
    try {
      const { runId, job, goesOn = false } = await prepare()
      if (this.#closed) {
        await store.release(runId)
        throw new LabError('cancelled', 'The lab is closing.', 'Open it again, then train.')
      }
      const record = new TrainingRecord(store, runId, {
        goesOn,
        onKept: (events) => trainer.keep(job.claim, events),
        onRefused: () => trainer.kill()
      })
      const ended = new Promise<void>((resolve) => {
        this.#take = (message) => {
          if (message.type === 'failed') record.fail(LabError.fromData(message.error))
          else if (message.type !== 'events') onMessage?.(runId, message)
          else {
            record.add(message.events)
            if (!stays || !record.ended) return
            if (!this.#closed && !active.stopping) this.#idle = trainer
            resolve()
          }
        }
      })
      trainer.begin(stays ? { ...job, stays } : job)
      const gone = trainer.exited.then(crashed)
      const over = Promise.race([gone, ended]).then(async (crash) => {
        await record.close(crash ?? unkeptEnd())
        await removeLeftovers(writtenFolders(job.runFolder))
        if (this.#closed || active.stopping) trainer.kill()
      })
      const active = new ActiveTraining({ runId, trainer, record, over, ended, stays, longestSilenceMs })
      return active
    } catch (thrown) {
      trainer.kill()
      await trainer.exited
      throw thrown
    }
  }

  /** Ends a process that waits; a run in training has to be stopped before. */
  async close(): Promise<void> {
    this.#closed = true
    const idle = this.#idle
    this.#idle = undefined
    idle?.kill()
    await idle?.exited
  }

  #open(dataset: DatasetPlace): TrainerProcess {
    const trainer = new TrainerProcess(this.#options.trainerFile, (message) => this.#take(message))
    trainer.announce(dataset)
    void trainer.exited.then(() => {
      if (this.#idle === trainer) this.#idle = undefined
    })
    return trainer
  }
}

/** Why a training is recorded as ended early although its process told its end: the disk did not take it. */
const unkeptEnd = (): LabError =>
  new LabError(
    'storage',
    'The end of the training could not be written.',
    'Make room on the disk, then resume it.'
  )
