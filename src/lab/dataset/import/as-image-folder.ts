import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { inPythonOrder } from '../../../core/data/class-folders'
import type { FolderImport } from '../../../core/data/made-from'
import type { ScannedFolder } from './scan-folder'

/** What torchvision takes for an image; its other names are those of formats that are not read here. */
const imageName = /\.(?:jpe?g|png|ppm|bmp|pgm|tiff?|webp)$/i
/** A loop of links would have no end. */
const deepest = 32

/**
 * What a script has to know beside the files left out to find the same files and labels by torchvision's `ImageFolder`. It
 * follows links, and passes over no hidden folder.
 * @param counts of the images of each class, by label
 * @throws what the disk refuses
 */
export async function asImageFolder(
  root: string,
  scanned: Pick<ScannedFolder, 'files' | 'isSplit' | 'classes'>,
  counts: { readonly train: readonly number[]; readonly test: readonly number[] }
): Promise<Pick<FolderImport, 'classFolders' | 'exportFirst'>> {
  const parts = scanned.isSplit ? setFolders(scanned) : ['']
  const classFolders = [...scanned.classes]
  const known = new Set<string>()
  for (const { path: file, label } of [...scanned.files.train, ...scanned.files.test]) {
    known.add(file)
    const folder = file.split('/')[scanned.isSplit ? 1 : 0]
    if (folder !== undefined) classFolders[label] = folder
  }
  const sorted = [...classFolders].sort()
  let found = 0
  let sameFiles = true
  let plain = inPythonOrder(classFolders)
  for (const part of parts) {
    const folders = await foldersIn(path.join(root, part))
    if (folders.sort().join('/') !== sorted.join('/')) plain = false
    for (const folder of classFolders.filter((name) => folders.includes(name))) {
      const files = await imagesBelow(root, part === '' ? folder : `${part}/${folder}`, 0)
      found += files?.length ?? 0
      if (files === undefined || files.length === 0 || files.some((file) => !known.has(file)))
        sameFiles = false
    }
  }
  if ([...counts.train, ...counts.test].includes(0)) plain = false
  return {
    ...(plain ? {} : { classFolders }),
    ...(sameFiles && found === known.size ? {} : { exportFirst: true })
  }
}

/** What the folders for training and testing are called. */
export function setFolders({ files }: Pick<ScannedFolder, 'files'>): [string, string] {
  const folderOf = (role: 'train' | 'test'): string => files[role][0]?.path.split('/')[0] ?? role
  return [folderOf('train'), folderOf('test')]
}

async function foldersIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true })
  const folders: string[] = []
  for (const entry of entries) if (await isFolder(place, entry)) folders.push(entry.name)
  return folders
}

/** @returns undefined where it goes too deep */
async function imagesBelow(root: string, place: string, depth: number): Promise<string[] | undefined> {
  if (depth > deepest) return undefined
  const folder = path.join(root, place)
  const found: string[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inner = `${place}/${entry.name}`
    if (await isFolder(folder, entry)) {
      const files = await imagesBelow(root, inner, depth + 1)
      if (files === undefined) return undefined
      for (const file of files) found.push(file)
    } else if (imageName.test(entry.name)) found.push(inner)
  }
  return found
}

async function isFolder(place: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  return stat(path.join(place, entry.name)).then(
    (target) => target.isDirectory(),
    // It leads nowhere.
    () => false
  )
}
