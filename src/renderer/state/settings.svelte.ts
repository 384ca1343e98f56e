import { LabError } from '../../core/lab-error'
import { defaultSettings, type Settings } from '../../lab/contract/settings'
import type { LabLine } from './connection.svelte'
import type { Notices } from './notices.svelte'

const saveDelayMs = 400

/** What the workbench remembers; saved a moment after the last change. */
export class SettingsState {
  #value = $state.raw<Settings>(defaultSettings)
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  get value(): Settings {
    return this.#value
  }

  /** What the lab has kept from last time; not saved again. */
  load(settings: Settings): void {
    this.#value = settings
  }

  update(change: Partial<Settings>): void {
    this.#value = { ...this.#value, ...change }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), saveDelayMs)
  }

  /** Saves now what would be saved soon. */
  flush(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    void this.#save()
  }

  async #save(): Promise<void> {
    try {
      await this.#line.lab.saveSettings(this.#value)
    } catch (thrown) {
      const error = LabError.from(thrown)
      // A lost connection is told where everybody sees it, and what was not saved is saved once it is back.
      if (error.code !== 'offline') this.#notices.report(error)
    }
  }
}
