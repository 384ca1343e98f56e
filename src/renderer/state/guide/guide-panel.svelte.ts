import { MediaQuery } from 'svelte/reactivity'
import type { SettingsState } from '../settings/settings.svelte'

/** Whether the guide is open: as it was left in a wide window; over the view, when asked for, in a narrow one. */
export class GuidePanel {
  /** What stands below the code: what the line means, or what there is to try. */
  side = $state.raw<'words' | 'exercises'>('words')
  #overlay = $state.raw(false)
  readonly #narrow = new MediaQuery('max-width: 1179px')
  readonly #settings: SettingsState

  constructor(settings: SettingsState) {
    this.#settings = settings
  }

  get narrow(): boolean {
    return this.#narrow.current
  }

  get open(): boolean {
    return this.narrow ? this.#overlay : this.#settings.value.guideOpen
  }

  toggle(): void {
    if (this.narrow) this.#overlay = !this.#overlay
    else this.#settings.update({ guideOpen: !this.#settings.value.guideOpen })
  }
}
