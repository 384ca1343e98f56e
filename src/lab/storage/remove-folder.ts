import { rename, rm } from 'node:fs/promises'
import { storageError } from './storage-error'
import { temporaryPath } from './temporary-path'

/**
 * Removes a folder: all of it or, should the process end meanwhile, none under its name. What is left then goes like
 * everything unfinished (see ownership/remove-leftovers.ts).
 * @throws LabError 'storage'
 */
export async function removeFolder(folder: string): Promise<void> {
  const leaving = temporaryPath(folder)
  try {
    await rename(folder, leaving)
    await rm(leaving, { recursive: true, force: true })
  } catch (cause) {
    throw storageError(cause, 'remove', folder)
  }
}
