import {
  isAssignmentLink,
  type Assignment,
  assignmentMaxBytes,
  parseAssignmentFile,
  parseAssignmentLink,
  requireAssignmentFit
} from '../../../core/assignment/assignment'
import { type DatasetId, datasetLabel } from '../../../core/data/dataset-id'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { decodeText } from '../../../core/base/decode-text'
import { controlOf } from '../../../core/settings/controls'
import type { SettingName } from '../../../core/settings/settings'
import type { WorkbenchSettings } from '../../../lab/contract/workbench-settings'
import type { Notices } from '../line/notices.svelte'
import type { SettingsState } from './settings.svelte'
import { settingChanges, type TrainingForm } from './training-form.svelte'

/** What an assignment needs to know of data sets, and does with them. */
export interface AssignedDatasets {
  /** The chosen one. */
  readonly chosen: () => DatasetInfo
  /** The one with these files; undefined: the lesson's. */
  readonly find: (wanted: DatasetId | undefined) => DatasetInfo | undefined
  /** Chooses one, whatever network the form has. */
  readonly follow: (id: string) => void
}

/** The assignment that is open, if there is one, and those on their way in and out. */
export class Assignments {
  #proposed = $state.raw<Assignment | undefined>(undefined)
  #dialog = $state.raw<'share' | 'open' | undefined>(undefined)
  readonly #settings: SettingsState
  readonly #form: TrainingForm
  readonly #datasets: AssignedDatasets
  readonly #notices: Notices
  readonly #go: (room: WorkbenchSettings['view']) => void

  constructor(
    settings: SettingsState,
    form: TrainingForm,
    datasets: AssignedDatasets,
    notices: Notices,
    go: (room: WorkbenchSettings['view']) => void
  ) {
    this.#settings = settings
    this.#form = form
    this.#datasets = datasets
    this.#notices = notices
    this.#go = go
  }

  /** The assignment that is open. */
  get current(): Assignment | undefined {
    return this.#settings.value.assignment
  }

  /** One that would replace settings, until somebody has said yes or no. */
  get proposed(): Assignment | undefined {
    return this.#proposed
  }

  /** What the proposed assignment will be trained on, where that is not chosen now. */
  get proposedDataset(): DatasetInfo | undefined {
    const info = this.#proposed && this.#datasetFor(this.#proposed)
    return info?.id === this.#datasets.chosen().id ? undefined : info
  }

  /** The data set of the proposed assignment, where that is not in the data folder. */
  get proposedMissing(): DatasetId | undefined {
    return this.#proposed && this.#missingOf(this.#proposed)
  }

  get dialog(): 'share' | 'open' | undefined {
    return this.#dialog
  }

  /** Whether the open assignment takes a setting's control off the screen. */
  hides(setting: SettingName): boolean {
    return this.current?.hidden.includes(controlOf(setting)) ?? false
  }

  show(dialog: 'share' | 'open' | undefined): void {
    this.#dialog = dialog
  }

  /**
   * Takes a link to an assignment, or what lies behind the `#` of one.
   * @throws LabError when it is broken
   */
  takeLink(link: string): void {
    this.#propose(parseAssignmentLink(link))
  }

  /** An address that the page was opened with. @returns whether it carries an assignment, be it whole or broken */
  takeAddress(address: string): boolean {
    if (!isAssignmentLink(address)) return false
    try {
      this.takeLink(address)
    } catch (thrown) {
      this.#notices.report(thrown)
    }
    return true
  }

  /**
   * @returns whether the file is an assignment
   * @throws LabError when it is one, but broken
   */
  async takeFile(file: File): Promise<boolean> {
    const bytes = new Uint8Array(await file.slice(0, assignmentMaxBytes + 1).arrayBuffer())
    const whole = file.size <= assignmentMaxBytes
    const named = /\.tenfold-(?:assignment|lab)/.test(file.name)
    if (!named && !(whole && /"tenfold-(?:assignment|lab)"/.test(String(decodeText(bytes))))) return false
    this.#propose(parseAssignmentFile(bytes))
    return true
  }

  /** Settings that differ are replaced only after a yes. */
  #propose(assignment: Assignment): void {
    requireAssignmentFit(assignment, this.#datasetFor(assignment))
    this.#dialog = undefined
    const { config } = this.#form
    const isSame = config !== undefined && settingChanges(config, assignment.config).length === 0
    const isHere = this.#missingOf(assignment) === undefined
    if (isSame && isHere && this.#datasetFor(assignment).id === this.#datasets.chosen().id)
      this.#open(assignment)
    else this.#proposed = assignment
  }

  accept(): void {
    if (this.#proposed !== undefined) this.#open(this.#proposed)
    this.#proposed = undefined
  }

  decline(): void {
    this.#proposed = undefined
  }

  showAllControls(): void {
    const { current } = this
    if (current === undefined) return
    this.#settings.update({ assignment: { ...current, hidden: [] } })
    this.#notices.say('All controls are shown.', {
      label: 'Hide again',
      run: () => this.#settings.update({ assignment: current })
    })
  }

  /** The settings stay as they are. */
  leave(): void {
    const { current } = this
    if (current === undefined) return
    this.#settings.update({ assignment: undefined })
    this.#notices.say(`You left the assignment “${current.title}”. The settings stay.`, {
      label: 'Undo',
      run: () => this.#settings.update({ assignment: current })
    })
  }

  #missingOf(assignment: Assignment): DatasetId | undefined {
    const { dataset } = assignment
    return dataset === undefined || this.#datasetFor(assignment).hash === dataset.hash ? undefined : dataset
  }

  /** The chosen one where the assignment's is not there. */
  #datasetFor({ dataset }: Assignment): DatasetInfo {
    return this.#datasets.find(dataset) ?? this.#datasets.chosen()
  }

  #open(assignment: Assignment): void {
    const { assignment: before, view } = this.#settings.value
    this.#form.endFork()
    const config = this.#form.preview
    const chosen = this.#datasets.chosen()
    const info = this.#datasetFor(assignment)
    const missing = this.#missingOf(assignment)
    this.#settings.update({ assignment })
    this.#go(assignment.room)
    this.#datasets.follow(info.id)
    this.#form.adopt(assignment.config)
    const elsewhere =
      missing === undefined
        ? ''
        : ` It is for ${datasetLabel(missing)}, which is not in this data folder, so it uses ${info.name}.`
    this.#notices.say(`The assignment “${assignment.title}” is open.${elsewhere}`, {
      label: 'Undo',
      run: () => {
        this.#settings.update({ assignment: before })
        this.#go(view)
        this.#datasets.follow(chosen.id)
        this.#form.adopt(config)
      }
    })
  }
}
