import { MediaQuery } from 'svelte/reactivity'
import { mostGuideWidth } from '../../../lab/contract/workbench-settings'
import type { SettingsState } from '../settings/settings.svelte'

/** Narrower, the parts of the lesson no longer fit side by side. */
export const leastWidth = 296

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

  /** In CSS pixels; undefined: as suits the window. */
  get width(): number | undefined {
    const { guideWidth } = this.#settings.value
    return guideWidth === 0 ? undefined : guideWidth
  }

  /** @param width undefined: as suits the window */
  resize(width: number | undefined): void {
    const guideWidth =
      width === undefined ? 0 : Math.round(Math.min(mostGuideWidth, Math.max(leastWidth, width)))
    this.#settings.update({ guideWidth })
  }

  /** Opens it, where it is not open. */
  show(side: GuidePanel['side']): void {
    this.side = side
    if (!this.open) this.toggle()
  }

  toggle(): void {
    if (this.narrow) this.#overlay = !this.#overlay
    else this.#settings.update({ guideOpen: !this.#settings.value.guideOpen })
  }
}
