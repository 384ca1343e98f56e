import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../../core/base/lab-error'
import { errorCode, userPathError } from '../../../storage/storage-error'
import { diskFile } from './disk-file'
import { inFolders, type PlacedFile, type PlacedFolder } from './placed-file'

const mostEntries = 2000
const deepest = 2
const archiveName = /\.(tar|tar\.gz|tgz|zip)$/i
/** In folders, only archives under these names count; one that is chosen itself may have any. */
const knownArchive = /^(cifar-100?-(binary|python)\.tar\.gz|gzip\.zip|emnist.*\.zip)$/i

/** What lies at a place: files by their folders, and archives that may hold more. */
export interface Place {
  readonly folders: readonly PlacedFolder[]
  readonly archives: readonly PlacedFile[]
}

/**
 * The files at a place: in a folder, two levels deep and at most 2,000 entries; beside a file, those of its folder.
 * Links lead nowhere outside the folder.
 * @throws LabError 'not-found' | 'invalid-input' | 'storage'
 */
export async function listPlace(place: string): Promise<Place> {
  const root = path.resolve(place)
  const found = await stat(root).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR')
      throw userPathError(error, 'read', place)
    throw new LabError(
      'not-found',
      `${place} does not exist.`,
      'Choose a file or a folder that exists.',
      error
    )
  })
  if (found.isDirectory()) {
    const files = await collect(root, 0)
    const archives = files.map(([, file]) => file).filter((file) => knownArchive.test(file.name))
    return { folders: inFolders(files), archives }
  }
  if (!found.isFile()) {
    throw new LabError(
      'invalid-input',
      `${place} is neither a file nor a folder.`,
      'Choose a file or a folder.'
    )
  }
  const file = diskFile(root, found.size)
  if (archiveName.test(file.name)) return { folders: [], archives: [file] }
  if (/\.npz$/i.test(file.name)) return { folders: inFolders([[path.dirname(root), file]]), archives: [] }
  return { folders: inFolders(await collect(path.dirname(root), deepest)), archives: [] }
}

async function collect(root: string, depth: number): Promise<readonly (readonly [string, PlacedFile])[]> {
  const files: (readonly [string, PlacedFile])[] = []
  for await (const entry of walk(root, await realpath(root), depth, { left: mostEntries })) files.push(entry)
  return files
}

async function* walk(
  folder: string,
  root: string,
  depth: number,
  budget: { left: number }
): AsyncGenerator<readonly [string, PlacedFile], void> {
  const folders: string[] = []
  const names = await readdir(folder).catch((error: unknown) => {
    throw userPathError(error, 'read', folder)
  })
  for (const name of names.sort()) {
    if (budget.left-- <= 0) return
    const entry = path.join(folder, name)
    const target = await realpath(entry).catch(() => undefined)
    if (target === undefined || !isInside(root, target)) continue
    const found = await stat(target).catch(() => undefined)
    if (found?.isDirectory() === true && depth < deepest) folders.push(entry)
    if (found?.isFile() === true) yield [folder, diskFile(entry, found.size)]
  }
  for (const entry of folders) yield* walk(entry, root, depth + 1, budget)
}

function isInside(root: string, target: string): boolean {
  const way = path.relative(root, target)
  return !path.isAbsolute(way) && way.split(path.sep)[0] !== '..'
}
