import { mkdir } from 'node:fs/promises'
import { errorCode, storageError } from './storage-error'

/**
 * Makes a folder where it is missing, and nothing above it: a write into a run, say, must not bring back a run that
 * somebody removed.
 * @throws LabError 'storage'
 */
export async function makeSubfolder(folder: string): Promise<void> {
  await mkdir(folder).catch((cause: unknown) => {
    // Whatever is there: writing into it tells.
    if (errorCode(cause) !== 'EEXIST') throw storageError(cause, 'make', folder)
  })
}
