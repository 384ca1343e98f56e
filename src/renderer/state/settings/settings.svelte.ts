import { LabError } from '../../../core/base/lab-error'
import { defaultSettings, type WorkbenchSettings } from '../../../lab/contract/workbench-settings'
import { changeOfSettings } from '../../../lab/contract/settings-change'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

const saveDelayMs = 400

/**
 * What the workbench remembers. What was changed here is saved a moment after the last change; the rest is left as
 * other windows save it.
 */
export class SettingsState {
  #value = $state.raw<WorkbenchSettings>(defaultSettings)
  /** As far as this window has saved. */
  #saved = defaultSettings
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  get value(): WorkbenchSettings {
    return this.#value
  }

  /** What the lab has kept from last time; not saved again. */
  load(settings: WorkbenchSettings): void {
    this.#value = settings
    this.#saved = settings
  }

  update(change: Partial<WorkbenchSettings>): void {
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
    const before = this.#saved
    const change = changeOfSettings(before, this.#value)
    if (change === undefined) return
    this.#saved = this.#value
    try {
      await this.#line.lab.saveSettings(change)
    } catch (thrown) {
      // It is part of the next change, once the line is back or the disk takes more.
      this.#saved = before
      const error = LabError.from(thrown)
      // A lost connection is told where everybody sees it.
      if (error.code !== 'offline') this.#notices.report(error)
    }
  }
}
