import Store from 'electron-store'
import { z } from '../core/schema'
import { defaultSettings, settings, type Settings } from '../lab/contract/settings'

const windowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean()
})
/** Where the window was left. */
export type WindowPlace = z.infer<typeof windowPlace>

/** What the desktop remembers: the workbench's settings and the window's place. What cannot be read is forgotten. */
export class DesktopStore {
  readonly #store: Store

  /** @param folder absolute; the file in it is `settings.json` */
  constructor(folder: string) {
    this.#store = new Store({ cwd: folder, name: 'settings', clearInvalidConfig: true })
  }

  loadSettings(): Settings {
    const saved = settings.safeParse(this.#store.get('settings'))
    return saved.success ? saved.data : defaultSettings
  }

  saveSettings(value: Settings): void {
    this.#store.set('settings', value)
  }

  /** Undefined before the first window. */
  loadPlace(): WindowPlace | undefined {
    const saved = windowPlace.safeParse(this.#store.get('window'))
    return saved.success ? saved.data : undefined
  }

  savePlace(value: WindowPlace): void {
    this.#store.set('window', value)
  }
}
