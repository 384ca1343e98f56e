import { LabError } from '../../core/base/lab-error'
import { readBoundedFile } from './read-bounded-file'
import { hasErrorCode, storageError } from './storage-error'

/** More than any record in the data folder has: settings, a claim, a server's memory. */
export const mostRecordBytes = 4 * 1024 * 1024

/**
 * Reads a file that Tenfold keeps in its data folder. What stands in its place is not trusted: a pipe would make the
 * caller wait for ever, and a device would fill the memory.
 * @param maxBytes more than a file of this kind ever has
 * @returns undefined when there is no such file
 * @throws LabError 'data-corrupt' when it is not an ordinary file, or a larger one; 'storage' for what the disk refuses
 */
export async function readStoredFile(path: string, maxBytes = mostRecordBytes): Promise<Buffer | undefined> {
  try {
    return await readBoundedFile(path, maxBytes, 'data-corrupt')
  } catch (thrown) {
    if (thrown instanceof LabError)
      throw new LabError(
        'data-corrupt',
        thrown.message,
        'Tenfold did not write this file. Move it away, and try again.'
      )
    if (hasErrorCode(thrown, 'ENOENT', 'ENOTDIR')) return undefined
    throw storageError(thrown, 'read', path)
  }
}
