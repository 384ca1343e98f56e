import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { userPathError } from '../storage/storage-error'

/** More would be no help to somebody who looks for a folder. */
const mostShown = 1000

export interface ListedFolder {
  /** Absolute. */
  readonly path: string
  /** Names of the folders in it, hidden ones apart, in alphabetical order. */
  readonly folders: readonly string[]
  /** Names of the files. */
  readonly files: readonly string[]
  /** Whether there are more than are named. */
  readonly more: boolean
}

/** What is in a folder, for somebody who looks for one. @throws LabError 'storage' */
export async function listFolder(folder: string): Promise<ListedFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw userPathError(cause, 'read', folder)
  })
  const names = (wanted: (entry: (typeof entries)[number]) => boolean): string[] =>
    entries
      .filter((entry) => !entry.name.startsWith('.') && wanted(entry))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const folders = names((entry) => entry.isDirectory())
  const files = names((entry) => entry.isFile())
  return {
    path: path.resolve(folder),
    folders: folders.slice(0, mostShown),
    files: files.slice(0, mostShown),
    more: folders.length > mostShown || files.length > mostShown
  }
}
