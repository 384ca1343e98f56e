import { readdir } from 'node:fs/promises'
import { errorCode, storageError } from './storage-error'

/** Names in a folder; none when it does not exist. @throws LabError 'storage' */
export async function readFolder(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return []
    throw storageError(cause, 'read', folder)
  })
}
