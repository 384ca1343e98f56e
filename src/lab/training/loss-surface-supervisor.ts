import { LabError } from '../../core/base/lab-error'
import type { LossSurface, LossSurfaceNotice, SurfaceDirections } from '../contract/loss-surface'
import { runTrainerJob, type TrainerTask } from './run-trainer-job'
import type { LossSurfaceJobRequest } from './trainer-protocol'

interface Computation {
  readonly task: TrainerTask<LossSurface>
  readonly directions: SurfaceDirections
  readonly over: Promise<void>
  done: number
  total: number
}

/** Keeps the loss surfaces that are being computed, each in a process of its own, at most one for a run. */
export class LossSurfaceSupervisor {
  readonly #trainerFile: string
  readonly #notify: (notice: LossSurfaceNotice) => void
  readonly #running = new Map<string, Computation>()

  constructor(trainerFile: string, notify: (notice: LossSurfaceNotice) => void) {
    this.#trainerFile = trainerFile
    this.#notify = notify
  }

  /**
   * Starts, and returns.
   * @param keep stores the result, before anybody is told that it is ready
   * @throws LabError 'busy'
   */
  start(runId: string, job: LossSurfaceJobRequest, keep: (surface: LossSurface) => Promise<void>): void {
    this.refuse(runId)
    const { directions } = job
    const tell = (progress: LossSurfaceNotice['progress']): void =>
      this.#notify({ runId, directions, progress })
    const task = runTrainerJob(this.#trainerFile, job, (message) => {
      if (message.type === 'progress') {
        const { done, total } = message
        Object.assign(computation, { done, total })
        tell({ kind: 'computing', done, total })
      }
      return message.type === 'lossSurface' ? message.surface : undefined
    })
    const over = task.result
      .then(keep)
      .then((): LossSurfaceNotice['progress'] => ({ kind: 'ready' }))
      .catch((thrown: unknown): LossSurfaceNotice['progress'] => {
        const error = LabError.from(thrown)
        return error.code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error: error.toData() }
      })
      .then((progress) => {
        this.#running.delete(runId)
        tell(progress)
      })
    const computation: Computation = { task, directions, over, done: 0, total: 0 }
    this.#running.set(runId, computation)
  }

  /** How far a computation in these directions is. */
  progress(
    runId: string,
    directions: SurfaceDirections
  ): { readonly done: number; readonly total: number } | undefined {
    const computation = this.#running.get(runId)
    if (computation?.directions !== directions) return undefined
    return { done: computation.done, total: computation.total }
  }

  /** @throws LabError 'busy' while a surface of the run is being computed */
  refuse(runId: string): void {
    if (!this.#running.has(runId)) return
    throw new LabError(
      'busy',
      `A loss surface of ${runId} is being computed.`,
      'Wait for the result, or cancel it.'
    )
  }

  /** Resolves when nothing is computed for the run any more; never rejects. */
  async over(runId: string): Promise<void> {
    await this.#running.get(runId)?.over
  }

  /** The same, and sooner. */
  async cancel(runId: string): Promise<void> {
    const computation = this.#running.get(runId)
    await computation?.task.cancel()
    await computation?.over
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((runId) => this.cancel(runId)))
  }
}
