import type { Stats } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../ownership/claim-entry'
import { mountPoints } from '../storage/mount-points'
import { storageError } from '../storage/storage-error'
import { isRunEntry } from './run-folder'

export interface ExaminedFolder {
  /** Of all its files. */
  readonly bytes: number
  /** What Tenfold did not write there: each as a path in the folder, and what it is if that is not plain to see. */
  readonly foreign: readonly string[]
}

/**
 * Looks through the folder of a run without following a link or entering what is mounted there.
 * @throws LabError 'storage'
 */
export async function examineRunFolder(folder: string): Promise<ExaminedFolder> {
  try {
    const [root, place, mounts] = await Promise.all([lstat(folder), realpath(folder), mountPoints()])
    const foreign: string[] = []
    let bytes = 0
    const visit = async (path: string, stats: Stats): Promise<void> => {
      const what = foreignKind(stats, root, mounts.has(join(place, path)))
      if (what !== undefined) foreign.push(`${path === '' ? 'the folder itself' : path} (${what})`)
      else if (path !== '' && !isRunEntry(path, stats.isDirectory())) foreign.push(path)
      else if (!stats.isDirectory()) bytes += stats.size
      else {
        for (const name of await readdir(join(folder, path))) {
          const entry = path === '' ? name : `${path}/${name}`
          const found = await lstat(join(folder, entry)).catch(unlessMissing)
          if (found !== undefined) await visit(entry, found)
        }
      }
    }
    await visit('', root)
    return { bytes, foreign }
  } catch (cause) {
    throw storageError(cause, 'look through', folder)
  }
}

function foreignKind(stats: Stats, root: Stats, mounted: boolean): string | undefined {
  if (stats.isSymbolicLink()) return 'a link'
  if (mounted || (stats.isDirectory() && stats.dev !== root.dev)) return 'on another disk'
  // A socket is the life sign of a claim.
  return stats.isFile() || stats.isDirectory() || stats.isSocket() ? undefined : 'not a file'
}
