import type { DatasetState } from '../data/dataset.svelte'
import type { Runs } from '../run/runs.svelte'
import type { SettingsState } from '../settings/settings.svelte'

/** What a newcomer is told first. It stays until it is put away, or until there is data and something was trained. */
export class Welcome {
  #asked = $state.raw(false)
  readonly #settings: SettingsState
  readonly #dataset: DatasetState
  readonly #runs: Runs

  constructor(settings: SettingsState, dataset: DatasetState, runs: Runs) {
    this.#settings = settings
    this.#dataset = dataset
    this.#runs = runs
  }

  get open(): boolean {
    if (this.#asked) return true
    const { status, ready } = this.#dataset
    const { all } = this.#runs
    if (status === undefined || all === undefined) return false
    return !this.#settings.value.welcomed && (ready === undefined || all.length === 0)
  }

  /** Shows it again. */
  ask(): void {
    this.#asked = true
  }

  /** It does not come again by itself. */
  dismiss(): void {
    this.#asked = false
    if (!this.#settings.value.welcomed) this.#settings.update({ welcomed: true })
  }
}
