import { searchesAlike } from '../../../core/rate-search/searches-alike'
import type { RunConfig } from '../../../core/settings/run-config'
import type { EventData } from '../../../lab/contract/contract'
import type { RateSearchResult } from '../../../lab/contract/rate-search'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'
import { sameModel } from '../model/same-model'

/** The search for a learning rate: the one under way, and the last result while the window is open. */
export class RateSearch {
  #found = $state.raw<{ readonly config: RunConfig; readonly result: RateSearchResult } | undefined>(
    undefined
  )
  #under = $state.raw<{
    readonly config: RunConfig
    readonly progress: EventData<'rateSearch'> | undefined
  }>()
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  get result(): RateSearchResult | undefined {
    return this.#found?.result
  }

  get searching(): boolean {
    return this.#under !== undefined
  }

  /** undefined when none is under way, or before its first step */
  get progress(): EventData<'rateSearch'> | undefined {
    return this.#under?.progress
  }

  /** Whether the search under way, or else the result, is for these settings. */
  isFor(config: RunConfig): boolean {
    const { config: searched } = this.#under ?? this.#found ?? {}
    return (
      searched !== undefined && searchesAlike(searched, config) && sameModel(searched.model, config.model)
    )
  }

  /** Whether the result was found for other settings. */
  isOutdated(config: RunConfig): boolean {
    const searched = this.#found?.config
    return (
      searched !== undefined && !(searchesAlike(searched, config) && sameModel(searched.model, config.model))
    )
  }

  /** @param dataset its id */
  async find(config: RunConfig, dataset: string): Promise<void> {
    if (this.searching) return
    this.#under = { config, progress: undefined }
    const result = await this.#notices.attempt(() => this.#line.lab.findRate({ config, dataset }))
    if (result !== undefined) this.#found = { config, result }
    this.#under = undefined
  }

  async cancel(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelRateSearch({}))
  }

  /** Also of a search in another window, which has no place here. */
  receive(progress: EventData<'rateSearch'>): void {
    if (this.#under !== undefined) this.#under = { ...this.#under, progress }
  }
}
