import { LabError } from '../../core/base/lab-error'
import { runTrainerJob, type TrainerTask } from './run-trainer-job'
import type { EvaluateJobRequest, EvaluateJobResult } from './trainer-protocol'

/** Keeps the evaluations under way, each in a process of its own, at most one for a run. */
export class EvaluationSupervisor {
  readonly #trainerFile: string
  readonly #running = new Map<string, TrainerTask<EvaluateJobResult>>()
  #closed = false

  constructor(trainerFile: string) {
    this.#trainerFile = trainerFile
  }

  /** @throws LabError 'busy' | 'cancelled' and whatever the process reports */
  async run(
    runId: string,
    job: EvaluateJobRequest,
    onProgress: (done: number, total: number) => void
  ): Promise<EvaluateJobResult> {
    this.refuse(runId)
    if (this.#closed) throw new LabError('cancelled', 'The lab is closing.', 'Open it again, then evaluate.')
    const task = runTrainerJob(this.#trainerFile, job, (message) => {
      if (message.type === 'progress') onProgress(message.done, message.total)
      if (message.type !== 'evaluated') return undefined
      const { evaluation, averaged, unkept } = message
      return { evaluation, averaged, unkept }
    })
    this.#running.set(runId, task)
    try {
      return await task.result
    } finally {
      this.#running.delete(runId)
    }
  }

  /** @throws LabError 'busy' while the run is being evaluated */
  refuse(runId: string): void {
    if (!this.#running.has(runId)) return
    throw new LabError(
      'busy',
      `${runId} is being evaluated.`,
      'Wait for the result, or cancel the evaluation.'
    )
  }

  async cancel(runId: string): Promise<void> {
    await this.#running.get(runId)?.cancel()
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#running.values()].map((task) => task.cancel()))
  }
}
