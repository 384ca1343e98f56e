import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeSubfolder } from './make-subfolder'
import { hasErrorCode, storageError } from './storage-error'
import { syncFolder } from './sync-to-disk'
import { temporaryPath } from './temporary-path'
import { writeDurably } from './write-file-atomically'

/**
 * Writes a folder of files whole or not at all. A folder of that name that is there already is replaced; should the
 * power fail between its going and the new one's coming, neither is there under that name, never a mixture. Its parent is
 * made where it is missing, and nothing above that: what somebody removed stays removed.
 * @param files plain file names to contents
 * @throws LabError 'storage'
 */
export async function writeFolderAtomically(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>
): Promise<void> {
  const temporary = temporaryPath(folder)
  try {
    await makeSubfolder(dirname(folder))
    await mkdir(temporary)
    for (const [name, bytes] of Object.entries(files)) {
      if (basename(name) !== name) throw new Error(`${name} is not a plain file name`)
      await writeDurably(join(temporary, name), bytes)
    }
    await syncFolder(temporary)
    await replaceFolder(temporary, folder)
    await syncFolder(dirname(folder))
  } catch (cause) {
    // The first failure is the one to tell of; a leftover is harmless, and its name says what it is.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw storageError(cause, 'write', folder)
  }
}

/** What renaming onto a folder with files in it answers, on one platform or another. */
const occupied = ['ENOTEMPTY', 'EEXIST', 'EPERM']

async function replaceFolder(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder)
  } catch (cause) {
    if (!hasErrorCode(cause, ...occupied)) throw cause
    const former = temporaryPath(folder)
    await rename(folder, former)
    await rename(temporary, folder).catch(async (again: unknown) => {
      await rename(former, folder)
      throw again
    })
    await rm(former, { recursive: true, force: true })
  }
}
