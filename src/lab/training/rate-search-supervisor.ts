import { LabError } from '../../core/base/lab-error'
import type { RateSearchResult } from '../contract/rate-search'
import { runTrainerJob, type TrainerTask } from './run-trainer-job'
import type { FindRateJobRequest } from './trainer-protocol'

/** Searches for a learning rate, one at a time, in a process of its own. */
export class RateSearchSupervisor {
  readonly #trainerFile: string
  #searching = false
  #cancelled = false
  #task: TrainerTask<RateSearchResult> | undefined

  constructor(trainerFile: string) {
    this.#trainerFile = trainerFile
  }

  /**
   * @param prepare finds out what to do; to cancel ends the search as soon as that is known
   * @throws LabError 'busy' | 'cancelled' and what `prepare` and the process report
   */
  async run(
    prepare: () => Promise<FindRateJobRequest>,
    onProgress: (done: number, total: number) => void
  ): Promise<RateSearchResult> {
    if (this.#searching) {
      throw new LabError(
        'busy',
        'A search for a learning rate is under way.',
        'Wait for its result, or cancel it.'
      )
    }
    this.#searching = true
    this.#cancelled = false
    try {
      const job = await prepare()
      if (this.#isCancelled) throw searchCancelled()
      this.#task = runTrainerJob(this.#trainerFile, job, (message) => {
        if (message.type === 'progress') onProgress(message.done, message.total)
        return message.type === 'rateFound' ? message.result : undefined
      })
      return await this.#task.result
    } catch (thrown) {
      // A process that was still starting ends without a word.
      throw this.#isCancelled ? searchCancelled() : thrown
    } finally {
      this.#task = undefined
      this.#searching = false
    }
  }

  async cancel(): Promise<void> {
    this.#cancelled = true
    await this.#task?.cancel()
  }

  close(): Promise<void> {
    return this.cancel()
  }

  /** May have changed while something was awaited. */
  get #isCancelled(): boolean {
    return this.#cancelled
  }
}

function searchCancelled(): LabError {
  return new LabError(
    'cancelled',
    'The search for a learning rate was cancelled.',
    'You can start it again at any time.'
  )
}
