import type { DatasetStatus } from '../../../lab/contract/dataset-status'

/** What it needs of the data set. */
interface Data {
  readonly ready: object | undefined
  get(): Promise<void>
}

/** One press for somebody in a hurry: the data first where it is missing, then a training. */
export class JustTrain {
  /** asked: the lab has not said yet that it fetches the data. */
  #stage = $state.raw<'asked' | 'downloading' | undefined>(undefined)
  readonly #data: Data
  readonly #train: () => Promise<string | undefined>
  #runId = $state.raw<string | undefined>(undefined)

  /** @param train starts the training; called at most once for each press. @returns the run, if it could be started */
  constructor(data: Data, train: () => Promise<string | undefined>) {
    this.#data = data
    this.#train = train
  }

  /** Whether a training starts as soon as the data is here. */
  get waiting(): boolean {
    return this.#stage !== undefined
  }

  /** The run that it started, until its end was told. */
  get runId(): string | undefined {
    return this.#runId
  }

  /** The run's end was told. */
  forget(): void {
    this.#runId = undefined
  }

  async start(): Promise<void> {
    if (this.waiting) return
    if (this.#data.ready !== undefined) {
      await this.#begin()
      return
    }
    this.#stage = 'asked'
    await this.#data.get()
  }

  /** To be told of whatever becomes of the data set. A download that was cancelled or has failed ends the wish. */
  follow({ state }: DatasetStatus): void {
    if (this.#stage === undefined) return
    if (state === 'downloading') {
      this.#stage = 'downloading'
      return
    }
    // What was the case before the download began.
    if (state === 'absent' && this.#stage === 'asked') return
    this.#stage = undefined
    if (state === 'ready') void this.#begin()
  }

  async #begin(): Promise<void> {
    this.#runId = await this.#train()
  }
}
