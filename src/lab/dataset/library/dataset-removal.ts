import { rename } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { removeFolder } from '../../storage/remove-folder'
import { storageError } from '../../storage/storage-error'
import { syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'

/**
 * Data sets that were deleted in this process: out of the library, but on the disk until it ends, so that they can come
 * back. Should the process die, they go with the other leftovers.
 */
export class DatasetRemoval {
  readonly #folder: string
  /** By id, where its files are. */
  readonly #gone = new Map<string, string>()

  /** @param folder of all data sets */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws LabError 'storage' */
  async remove(id: string): Promise<void> {
    const folder = path.join(this.#folder, id)
    const aside = temporaryPath(folder)
    try {
      await rename(folder, aside)
      await syncFolder(this.#folder)
    } catch (cause) {
      throw storageError(cause, 'delete', folder)
    }
    const before = this.#gone.get(id)
    this.#gone.set(id, aside)
    // One of that name, deleted earlier, cannot come back any more.
    if (before !== undefined) await removeFolder(before).catch(() => undefined)
  }

  /** @throws LabError 'not-found' where it is gone for good, 'storage' */
  async restore(id: string): Promise<void> {
    const aside = this.#gone.get(id)
    const folder = path.join(this.#folder, id)
    if (aside === undefined) {
      throw new LabError(
        'not-found',
        `The data set “${id}” was deleted for good.`,
        'Import it again, from the same images or from a file that you exported.'
      )
    }
    try {
      await rename(aside, folder)
      await syncFolder(this.#folder)
    } catch (cause) {
      throw storageError(cause, 'restore', folder)
    }
    this.#gone.delete(id)
  }

  /** Removes what was deleted for good. What cannot be removed goes as a leftover, when the lab opens next. */
  async close(): Promise<void> {
    await Promise.all([...this.#gone.values()].map((folder) => removeFolder(folder).catch(() => undefined)))
    this.#gone.clear()
  }
}
