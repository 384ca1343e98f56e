import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { storageError } from './storage-error'
import { syncFolder } from './sync-folder'
import { temporaryPath } from './temporary-path'

/**
 * Writes a file whole or not at all: whoever reads `path`, even after a power cut, finds what was there before or
 * all of what is new. Missing parent folders are made.
 * @throws LabError 'storage'
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeDurably(temporary, bytes)
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    // The first failure is the one to tell of; a leftover is harmless, and its name says what it is.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw storageError(cause, 'write', path)
  }
}

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
