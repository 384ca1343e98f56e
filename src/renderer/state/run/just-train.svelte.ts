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
  readonly #train: () => Promise<void>

  /** @param train starts the training; called at most once for each press */
  constructor(data: Data, train: () => Promise<void>) {
    this.#data = data
    this.#train = train
  }

  /** Whether a training starts as soon as the data is here. */
  get waiting(): boolean {
    return this.#stage !== undefined
  }

  async start(): Promise<void> {
    if (this.waiting) return
    if (this.#data.ready !== undefined) {
      await this.#train()
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
    if (state === 'ready') void this.#train()
  }
}
