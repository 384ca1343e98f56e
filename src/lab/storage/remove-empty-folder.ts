import { rmdir } from 'node:fs/promises'
import { hasErrorCode } from './storage-error'

/** What a system answers where there is something in the folder, it is in use, it is not there, or is no folder. */
const kept = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'ENOENT', 'EBUSY', 'ENOTDIR']

/** Removes a folder with nothing in it; any other stays as it is. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  await rmdir(folder).catch((cause: unknown) => {
    if (!hasErrorCode(cause, ...kept)) throw cause
  })
}
