import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { storageError } from './storage-error'
import { syncFolder } from './sync-to-disk'
import { temporaryPath } from './temporary-path'
import { writeDurably } from './write-file-atomically'

/**
 * Writes files into a folder that stays what it is: where a link leads to, a mount, somebody's current folder. Before the
 * first takes its place all are on the disk. The last of them goes first and comes last: a reader for whom nothing is
 * there without it never takes a mixture of old and new ones for whole.
 * @param files plain file names to contents
 * @throws LabError 'storage'
 */
export async function writeFilesInPlace(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>
): Promise<void> {
  const entries = Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name)
    return { path, temporary: temporaryPath(path), bytes }
  })
  const last = entries.at(-1)
  if (last === undefined) return
  try {
    for (const { temporary, bytes } of entries) await writeDurably(temporary, bytes)
    await rm(last.path, { force: true })
    for (const { path, temporary } of entries) await rename(temporary, path)
    await syncFolder(folder)
  } catch (cause) {
    // The first failure is the one to tell of; a leftover is harmless, and its name says what it is.
    for (const { temporary } of entries) await rm(temporary, { force: true }).catch(() => undefined)
    throw storageError(cause, 'write', folder)
  }
}
