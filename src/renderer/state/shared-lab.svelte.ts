import {
  isLabLink,
  type LabControl,
  type LabFile,
  labFileMaxCharacters,
  parseLabFile,
  parseLabLink
} from '../../core/lab-file'
import type { Settings } from '../../lab/contract/settings'
import type { LinkKey } from './link.svelte'
import type { Notices } from './notices.svelte'
import type { SettingsState } from './settings.svelte'
import { settingChanges, type FormField, type TrainingForm } from './training-form.svelte'

const controlOf: Readonly<Partial<Record<FormField, LabControl>>> = {
  nesterov: 'optimizerDetails',
  alpha: 'optimizerDetails',
  beta1: 'optimizerDetails',
  beta2: 'optimizerDetails',
  epsilon: 'optimizerDetails',
  weightDecay: 'optimizerDetails'
}

/** The lab that a teacher handed out, if one is open, and those on their way in and out. */
export class SharedLab {
  #proposed = $state.raw<LabFile | undefined>(undefined)
  #dialog = $state.raw<'share' | 'open' | undefined>(undefined)
  readonly #settings: SettingsState
  readonly #form: TrainingForm
  readonly #notices: Notices
  readonly #go: (room: Settings['view']) => void

  constructor(
    settings: SettingsState,
    form: TrainingForm,
    notices: Notices,
    go: (room: Settings['view']) => void
  ) {
    this.#settings = settings
    this.#form = form
    this.#notices = notices
    this.#go = go
  }

  /** The lab that is open. */
  get current(): LabFile | undefined {
    return this.#settings.value.lab
  }

  /** A lab that would replace settings, until somebody has said yes or no. */
  get proposed(): LabFile | undefined {
    return this.#proposed
  }

  get dialog(): 'share' | 'open' | undefined {
    return this.#dialog
  }

  /** Whether the open lab takes a control off the screen. */
  hides(control: LinkKey | LabControl): boolean {
    const names: Readonly<Partial<Record<string, LabControl>>> = controlOf
    const name = names[control] ?? control
    return this.current?.hidden.some((hidden) => hidden === name) ?? false
  }

  show(dialog: 'share' | 'open' | undefined): void {
    this.#dialog = dialog
  }

  /**
   * Takes a link to a lab, or what lies behind the `#` of one.
   * @throws LabError when it is broken
   */
  takeLink(link: string): void {
    this.#propose(parseLabLink(link))
  }

  /** An address that the page was opened with. @returns whether it carries a lab, be it whole or broken */
  takeAddress(address: string): boolean {
    if (!isLabLink(address)) return false
    try {
      this.takeLink(address)
    } catch (thrown) {
      this.#notices.report(thrown)
    }
    return true
  }

  /**
   * @returns whether the file is a lab
   * @throws LabError when it is one, but broken
   */
  async takeFile(file: File): Promise<boolean> {
    const start = await file.slice(0, 4 * (labFileMaxCharacters + 1)).text()
    const whole = file.size <= 4 * labFileMaxCharacters
    if (!file.name.includes('.tenfold-lab') && !(whole && start.includes('"tenfold-lab"'))) return false
    this.#propose(parseLabFile(start))
    return true
  }

  /** Settings that differ are replaced only after a yes. */
  #propose(lab: LabFile): void {
    this.#dialog = undefined
    const { config } = this.#form
    if (config !== undefined && settingChanges(config, lab.config).length === 0) this.#open(lab)
    else this.#proposed = lab
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
    this.#settings.update({ lab: { ...current, hidden: [] } })
    this.#notices.say('All controls are shown.', {
      label: 'Hide again',
      run: () => this.#settings.update({ lab: current })
    })
  }

  /** The settings stay as they are. */
  leave(): void {
    const { current } = this
    if (current === undefined) return
    this.#settings.update({ lab: undefined })
    this.#notices.say(`You left the lab “${current.title}”. The settings stay.`, {
      label: 'Undo',
      run: () => this.#settings.update({ lab: current })
    })
  }

  #open(lab: LabFile): void {
    const { lab: before, view } = this.#settings.value
    const config = this.#form.preview
    this.#settings.update({ lab })
    this.#go(lab.room)
    this.#form.adopt(lab.config)
    this.#notices.say(`The lab “${lab.title}” is open.`, {
      label: 'Undo',
      run: () => {
        this.#settings.update({ lab: before })
        this.#go(view)
        this.#form.adopt(config)
      }
    })
  }
}
