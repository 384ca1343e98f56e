import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { storageError } from './storage-error'
import { syncFile, syncFolder } from './sync-to-disk'
import { temporaryPath } from './temporary-path'

/**
 * Writes a file whole or not at all: a reader of `path` finds, even after a power cut, what was there before or
 * all of what is new. No folder is made for it: what somebody removed stays removed.
 * @param mode the permissions it gets, whatever the umask says; without it those of any new file
 * @throws LabError 'storage'
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array | string,
  mode?: number
): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await writeDurably(temporary, bytes, mode)
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    // The first failure is the one to tell of; a leftover is harmless, and its name says what it is.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw storageError(cause, 'write', path)
  }
}

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(path: string, bytes: Uint8Array | string, mode?: number): Promise<void> {
  const handle = await open(path, 'wx', mode)
  try {
    if (mode !== undefined) await handle.chmod(mode)
    await handle.writeFile(bytes)
    await syncFile(handle)
  } finally {
    await handle.close()
  }
}
