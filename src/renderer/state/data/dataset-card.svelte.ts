import type { ImportFinding } from '../../../core/data/import-finding'
import type { DatasetCard } from '../../../lab/contract/dataset-card'
import type { LabLine } from '../line/connection.svelte'
import { LatestAnswer } from '../line/latest-answer.svelte'

interface Question {
  readonly dataset: string
  /** A changed data set is another question. */
  readonly hash: string
}

/** What the chosen data set is like: asked for where it is looked at. */
export class DatasetCardState {
  readonly #answer: LatestAnswer<
    Question,
    { readonly card: DatasetCard; readonly findings: readonly ImportFinding[] }
  >
  #wanted = $state.raw('')

  constructor(line: LabLine) {
    this.#answer = new LatestAnswer(async ({ dataset }) => {
      const [card, { findings }] = await Promise.all([
        line.lab.getDatasetCard({ dataset }),
        line.lab.getFindings({ dataset })
      ])
      return { card, findings }
    })
  }

  /** undefined while it is on its way */
  get card(): DatasetCard | undefined {
    return this.#own?.answer.card
  }

  get findings(): readonly ImportFinding[] {
    return this.#own?.answer.findings ?? []
  }

  get failure(): string | undefined {
    const { error } = this.#answer
    return error === undefined || error.code === 'offline' ? undefined : `${error.message} ${error.hint}`
  }

  async load(dataset: string, hash: string): Promise<void> {
    this.#wanted = hash
    await this.#answer.ask({ dataset, hash })
  }

  /** After a change of its name or licence. */
  async again(dataset: string, hash: string): Promise<void> {
    await this.#answer.ask({ dataset, hash: `${hash} ` })
    await this.load(dataset, hash)
  }

  get #own() {
    const { current } = this.#answer
    return current?.question.hash === this.#wanted ? current : undefined
  }
}
