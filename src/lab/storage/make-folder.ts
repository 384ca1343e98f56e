import { mkdirSync, statSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it, where they are missing. Not by `mkdir` with `recursive`, which some versions of
 * Node try for ever where a folder takes no folders (/proc), deaf to every signal.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  try {
    await mkdir(folder)
  } catch (cause) {
    // Another process may have been faster.
    if (!(await isFolder(folder))) throw cause
  }
}

/** The same for what has to be there before anything else happens. */
export function makeFolderSync(folder: string): void {
  if (isFolderSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolderSync(parent)
  try {
    mkdirSync(folder)
  } catch (cause) {
    if (!isFolderSync(folder)) throw cause
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false // making it will tell what is wrong
  )
}

function isFolderSync(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
