import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { isWrittenName } from '../write/write-image-file'
import type { Collection } from './collection'
import { findMarks } from './edit-mark'

/**
 * Removes files of images that no state of a data set needs. None, where another process may be editing it. What cannot be
 * removed stays for another time.
 * @param needed states that are to stay whole
 * @param ownMark of this process, where it edits the data set
 */
export async function removeUnneeded(
  folder: string,
  needed: readonly Collection[],
  ownMark?: string
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const { living } = await findMarks(folder, names)
  if (living.some((name) => name !== ownMark)) return
  const kept = new Set(needed.flatMap(filesOf))
  for (const name of names) {
    if (isWrittenName(name) && !kept.has(name))
      await rm(path.join(folder, name), { force: true }).catch(() => undefined)
  }
}

const filesOf = ({ files }: Collection): string[] =>
  files.flatMap(({ name, origins }) => (origins === undefined ? [name] : [name, origins]))
