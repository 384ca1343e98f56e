import type { DatasetId } from '../../core/data/dataset-id'
import type { MethodInput } from '../../lab/contract/contract'
import type { DatasetLibrary } from '../state/data/dataset-library.svelte'
import type { DatasetCardState } from '../state/data/dataset-card.svelte'
import type { DatasetState } from '../state/data/dataset.svelte'
import type { Editing } from '../state/data/editing.svelte'
import type { Importing, Wanted } from '../state/data/importing.svelte'
import type { SentFolder } from '../state/data/sent-files'
import type { LabLine } from '../state/line/connection.svelte'
import type { Notices } from '../state/line/notices.svelte'
import type { ChoosingDataset } from '../state/settings/choosing-dataset.svelte'
import type { SettingsState } from '../state/settings/settings.svelte'

interface Parts {
  readonly line: LabLine
  readonly notices: Notices
  readonly settings: SettingsState
  readonly library: DatasetLibrary
  readonly dataset: DatasetState
  readonly choosing: ChoosingDataset
  readonly importing: Importing
  readonly editing: Editing
  readonly datasetCard: DatasetCardState
  /** Goes to the Data room. */
  readonly goThere: () => void
}

/** What is done with data sets as a whole: they are chosen, added, named, edited and deleted. */
export class DatasetDesk {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Chooses a data set that may just have come into the library. */
  async use(id: string): Promise<void> {
    const { library, choosing, goThere } = this.#parts
    if (library.find(id) === undefined) await library.refresh()
    goThere()
    choosing.choose(id)
  }

  /** Opens the dialog for a data set that is needed and is not there. */
  find(wanted: DatasetId, by: Wanted['by']): void {
    this.#parts.importing.show({ ...wanted, by })
  }

  /** Looks at a folder or an exported data set that was dropped; one import at a time. */
  async addDropped(folder: SentFolder | undefined): Promise<void> {
    const { importing, goThere } = this.#parts
    goThere()
    importing.show()
    if (importing.status.state !== 'running') await importing.send(folder)
  }

  /** Gives the chosen data set another name or licence. */
  async change(change: { readonly name: string; readonly licence: string }): Promise<void> {
    const { line, notices, library, dataset, datasetCard } = this.#parts
    const { id, hash } = dataset.info
    const changed = await notices.attempt(() => line.lab.changeDataset({ dataset: id, ...change }))
    if (changed === undefined) return
    await Promise.all([library.refresh(), dataset.refresh(), datasetCard.again(id, hash)])
  }

  /** Deletes the chosen data set, and chooses the first one instead; the notice has the way back. */
  async delete(): Promise<void> {
    const { line, notices, library, dataset, choosing } = this.#parts
    const { id, name } = dataset.info
    const home = library.all?.[0]
    if (home === undefined || library.isHome(id)) return
    const deleted = await notices.attempt(() => line.lab.deleteDataset({ dataset: id }))
    if (deleted === undefined) return
    choosing.leave(home)
    await library.refresh()
    notices.say(`The data set “${name}” was deleted. Its runs stay.`, {
      label: 'Undo',
      run: () => void this.#restore(id)
    })
  }

  /** Makes a data set without images, and opens it. @throws LabError */
  async make(wanted: MethodInput<'createDataset'>): Promise<void> {
    const { editing, importing, goThere } = this.#parts
    await editing.create(wanted)
    importing.close()
    goThere()
  }

  /** Opens a data set's images to be changed one by one. */
  async edit(id: string): Promise<void> {
    this.#parts.goThere()
    await this.#parts.editing.show(id)
  }

  /** Ends the editing. The network has to fit what the chosen data set is now. */
  stopEditing(): void {
    const { editing, choosing } = this.#parts
    const { dataset } = editing
    editing.close()
    if (dataset?.id !== this.#parts.dataset.info.id) return
    if (dataset.missing === undefined) choosing.choose(dataset.id)
    else this.leaveMissing(dataset)
  }

  /** The same, with the edited data set chosen. */
  async useEdited(): Promise<void> {
    const { dataset } = this.#parts.editing
    this.stopEditing()
    if (dataset !== undefined) await this.use(dataset.id)
  }

  /** Data sets were added, changed or removed, here or elsewhere. */
  async follow(): Promise<void> {
    const { library, dataset, editing } = this.#parts
    await library.refresh()
    const now = library.find(dataset.info.id)
    if (now !== undefined && now.info.hash !== dataset.info.hash) dataset.show(now)
    else if (now !== undefined && now.info.name !== dataset.info.name) dataset.receive(now)
    if (!editing.busy) await editing.refresh()
  }

  /** The chosen data set may have been deleted, moved away, or emptied, since it was chosen. */
  leaveMissing(draft?: { readonly name: string; readonly missing?: string | undefined }): void {
    const { settings, library, choosing, notices } = this.#parts
    const chosen = settings.value.dataset
    const [home] = library.all ?? []
    if (chosen === undefined || home === undefined || library.find(chosen) !== undefined) return
    const why =
      draft?.missing === undefined
        ? `The data set “${chosen}” is not there any more.`
        : `“${draft.name}” cannot be used now. ${draft.missing}`
    choosing.leave(home)
    settings.update({ dataset: undefined })
    notices.say(`${why} ${home.info.name} is chosen instead.`)
  }

  async #restore(id: string): Promise<void> {
    const { line, notices } = this.#parts
    const restored = await notices.attempt(() => line.lab.restoreDataset({ dataset: id }))
    if (restored !== undefined) await this.use(id)
  }
}
