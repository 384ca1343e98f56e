import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isLeftover } from '../../ownership/remove-leftovers'
import { storageError } from '../../storage/storage-error'
import { temporaryOwner, temporaryPath } from '../../storage/temporary-path'

/**
 * A file in a data set's folder that tells of a process which edits the data set, and keeps files there that only earlier
 * states need. Where the process died, these files are left over.
 */
const markName = 'edited'

/** @returns its name @throws LabError 'storage' */
export async function leaveMark(folder: string): Promise<string> {
  const place = temporaryPath(path.join(folder, markName))
  await writeFile(place, '').catch((cause: unknown) => {
    throw storageError(cause, 'write', place)
  })
  return path.basename(place)
}

/** What cannot be removed stays for another time. */
export async function removeMark(folder: string, name: string): Promise<void> {
  await rm(path.join(folder, name), { force: true }).catch(() => undefined)
}

/** Of the names in a folder, those of marks: of processes that may live, and of dead ones. */
export async function findMarks(
  folder: string,
  names: readonly string[]
): Promise<{ readonly living: readonly string[]; readonly dead: readonly string[] }> {
  const living: string[] = []
  const dead: string[] = []
  for (const name of names) {
    if (temporaryOwner(name)?.writes(markName) !== true) continue
    const list = (await isLeftover(path.join(folder, name), name)) ? dead : living
    list.push(name)
  }
  return { living, dead }
}
