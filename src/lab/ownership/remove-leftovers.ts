import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryOwner } from '../storage/temporary-path'
import { processExists } from './liveness'

/** After which what a process left of which nothing can be known counts as given up. */
const unknownMs = 86_400_000

/** Removes what processes that are gone left unfinished in some folders. What cannot be removed stays for another time. */
export async function removeLeftovers(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      const path = join(folder, name)
      if (await isLeftover(path, name))
        await rm(path, { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

/** Whether a process that is gone left it unfinished. @param name of what is at `path` */
export async function isLeftover(path: string, name: string): Promise<boolean> {
  const owner = temporaryOwner(name)
  if (owner === undefined) return false
  if (owner.here) return !processExists(owner.pid)
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > unknownMs
}
