import Store from 'electron-store'
import { z } from '../core/base/schema'

const windowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean()
})
/** Where the window was left. */
export type WindowPlace = z.infer<typeof windowPlace>

/** Where the window was left. What cannot be read is forgotten. */
export class WindowStore {
  readonly #store: Store

  /** @param folder absolute; the file in it is `settings.json` */
  constructor(folder: string) {
    this.#store = new Store({ cwd: folder, name: 'settings', clearInvalidConfig: true })
  }

  /** The workbench's settings, which were kept here once; not parsed yet. */
  get earlierSettings(): unknown {
    return this.#store.get('settings')
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
