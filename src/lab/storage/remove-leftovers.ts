import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeftover, temporaryPrefix } from './temporary-path'

/** Removes what processes that are gone left unfinished in some folders. What cannot be removed stays for another time. */
export async function removeLeftovers(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      if (!name.startsWith(temporaryPrefix)) continue
      const path = join(folder, name)
      const found = await stat(path).catch(() => undefined)
      if (found === undefined || !isLeftover(name, Date.now() - found.mtimeMs)) continue
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
    }
  }
}
