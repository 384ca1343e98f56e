import { fitModel, fitsDataset } from '../../../core/model/fit-model'
import type { RunConfig } from '../../../core/settings/run-config'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import type { Notices } from '../line/notices.svelte'
import type { SettingsState } from './settings.svelte'
import type { TrainingForm } from './training-form.svelte'
import type { DatasetState } from '../data/dataset.svelte'
import type { DatasetLibrary } from '../data/dataset-library.svelte'

/** A data set that the network of the settings does not fit. */
interface Proposed {
  readonly status: DatasetStatus
  /** The settings with a network that does. */
  readonly config: RunConfig
}

/** Makes another data set the one that the workbench works with. The network has to fit it: that is asked, and can be undone. */
export class ChoosingDataset {
  #asking = $state.raw<string | undefined>(undefined)
  readonly #settings: SettingsState
  readonly #form: TrainingForm
  readonly #dataset: DatasetState
  readonly #library: DatasetLibrary
  readonly #notices: Notices

  constructor(parts: {
    readonly settings: SettingsState
    readonly form: TrainingForm
    readonly dataset: DatasetState
    readonly library: DatasetLibrary
    readonly notices: Notices
  }) {
    this.#settings = parts.settings
    this.#form = parts.form
    this.#dataset = parts.dataset
    this.#library = parts.library
    this.#notices = parts.notices
  }

  /** What is asked about, as it is now: it may be renamed or changed while the question is open. */
  get proposed(): Proposed | undefined {
    const status = this.#asking === undefined ? undefined : this.#library.find(this.#asking)
    const config = status && this.#fitted(status)
    return status && config && { status, config }
  }

  /** Chooses a data set, or that which it has become; a network that does not fit it is changed only after a yes. */
  choose(id: string): void {
    const status = this.#library.find(id)
    if (status === undefined) return
    if (id === this.#dataset.info.id && fitsDataset(this.#form.model, status.info)) return
    const config = this.#fitted(status)
    if (config === undefined) this.#show(status)
    else if (fitsDataset(this.#form.model, status.info)) this.#take({ status, config })
    else this.#asking = id
  }

  /** Chooses the data set of what the form is about to get, whose network fits it. */
  follow(id: string): void {
    const status = this.#library.find(id)
    if (status !== undefined && id !== this.#dataset.info.id) this.#show(status)
  }

  /** Chooses a data set that was asked for by name: the network is made to fit without a question, which can be undone. */
  take(id: string): void {
    const status = this.#library.find(id)
    if (status === undefined || id === this.#dataset.info.id) return
    const config = this.#fitted(status)
    const message = `The network of the next run now fits ${status.info.name}, which is chosen.`
    if (config === undefined) this.#show(status)
    else this.#take({ status, config }, message)
  }

  /** Chooses another data set in place of one that is gone, with a network like it. */
  leave(status: DatasetStatus): void {
    const config = this.#fitted(status)
    this.#form.endFork()
    this.#show(status)
    if (config !== undefined) this.#form.adopt(config)
  }

  accept(): void {
    const { proposed } = this
    this.#asking = undefined
    if (proposed !== undefined) this.#take(proposed)
  }

  decline(): void {
    this.#asking = undefined
  }

  /** @returns undefined where nothing has to change */
  #fitted({ info }: DatasetStatus): RunConfig | undefined {
    const before = this.#form.preview
    const model = fitModel(this.#form.model, info)
    return JSON.stringify(model) === JSON.stringify(this.#form.model) ? undefined : { ...before, model }
  }

  #take({ status, config }: Proposed, message = `The network now fits ${status.info.name}.`): void {
    const before = { status: this.#dataset.status, config: this.#form.preview }
    this.#form.endFork()
    this.#show(status)
    this.#form.adopt(config)
    this.#notices.say(message, {
      label: 'Undo',
      run: () => {
        if (before.status !== undefined) this.#show(before.status)
        this.#form.adopt(before.config)
      }
    })
  }

  #show(status: DatasetStatus): void {
    this.#settings.update({ dataset: status.info.id })
    this.#dataset.show(status)
  }
}
