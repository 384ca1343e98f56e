import type { LabNotice } from './contract/host'

/** Passes what the lab tells on to everybody who listens. */
export class NoticeBoard {
  readonly #listeners = new Set<(notice: LabNotice) => void>()

  readonly notify = (notice: LabNotice): void => {
    for (const listener of this.#listeners) listener(notice)
  }

  /** @returns how to unsubscribe */
  readonly subscribe = (listener: (notice: LabNotice) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}
