import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryOwner } from '../storage/temporary-path'
import { processExists } from './liveness'

/**
 * Removes what processes that are gone left unfinished of one file or folder, in a place that is the user's: of all else
 * there nothing is touched. What cannot be removed stays.
 */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path)
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = temporaryOwner(name)
    if (owner?.here === true && owner.writes(path) && !processExists(owner.pid))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
