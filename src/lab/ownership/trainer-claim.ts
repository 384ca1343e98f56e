import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { storageError } from '../storage/storage-error'
import { temporaryPath } from '../storage/temporary-path'
import { exists, ownerFolder, removeEntry, unlessMissing, writeEntry } from './claim-entry'
import type { LifeSign } from './life-sign'
import { ownIdentity } from './process-identity'

/** What a training process holds of the folder in which its lab lets it write. It ends with the process, or is left before. */
export class TrainerClaim {
  readonly #folder: string
  /** Without what comes after the last dot. */
  readonly #entry: string
  #sign: LifeSign | undefined

  private constructor(folder: string, entry: string) {
    this.#folder = folder
    this.#entry = entry
  }

  /**
   * From now on nobody takes the folder before this process has ended.
   * @param token of the lab's claim
   * @throws LabError 'storage', also when that claim does not hold any more
   */
  static async join(folder: string, token: string): Promise<TrainerClaim> {
    const name = `${token}.trainer`
    const prepared = temporaryPath(ownerFolder(folder))
    const claim = new TrainerClaim(folder, join(ownerFolder(folder), name))
    try {
      await mkdir(prepared)
      claim.#sign = await writeEntry(join(prepared, name), await ownIdentity(), false)
      for (const kind of ['json', 'sock']) {
        await rename(join(prepared, `${name}.${kind}`), `${claim.#entry}.${kind}`).catch(unlessMissing)
      }
      // Looked at afterwards: who took the folder before this process was in it did not see it.
      if (await exists(join(ownerFolder(folder), `${token}.lab.json`))) return claim
      await removeEntry(claim.#entry)
      throw lost(folder)
    } catch (cause) {
      throw storageError(cause, 'write to', folder)
    } finally {
      // A leftover is harmless, and its name says what it is.
      await rm(prepared, { recursive: true, force: true }).catch(() => undefined)
    }
  }

  /**
   * Before every write: the folder may have been removed, or taken over by another lab.
   * @throws LabError 'storage'
   */
  async require(): Promise<void> {
    if (!(await exists(`${this.#entry}.json`))) throw lost(this.#folder)
  }

  /** Says that this process writes no more, although it stays. Its entry is the lab's to remove. */
  async leave(): Promise<void> {
    await this.#sign?.lower()
  }
}

function lost(folder: string): LabError {
  return new LabError(
    'storage',
    `${folder} was removed, or another Tenfold took it over.`,
    'Check the list of runs. Delete runs only in Tenfold, which keeps them in the trash, and train a run in one place at a time.'
  )
}
