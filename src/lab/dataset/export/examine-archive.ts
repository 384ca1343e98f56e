import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { archiveEnding } from '../../contract/dataset-export'
import type { FoundArchive } from '../../contract/dataset-import'
import { openRegularFile } from '../../storage/read-bounded-file'
import { userPathError } from '../../storage/storage-error'
import { honestName } from '../files/honest-name'
import { datasetInfoOf } from '../files/manifest'
import { type ArchiveManifest, archiveManifestName } from './archive-manifest'
import { readContents } from './read-contents'
import { noArchive, readTar } from './read-tar'

/** How an exported data set begins: a tar has the name of its first file there. */
const firstBytes = Buffer.from(`${archiveManifestName}\0`)

/**
 * What an exported data set says that it holds; its images are not read.
 * @param place absolute; a file, or a folder with nothing but one such file
 * @returns undefined for what does not look like one
 * @throws LabError 'data-corrupt' | 'unsupported' | 'storage' for what looks like one and is not
 */
export async function examineArchive(place: string): Promise<FoundArchive | undefined> {
  const file = await archiveAt(place)
  if (file === undefined) return undefined
  const { handle, size } = await openRegularFile(file).catch((thrown: unknown) => {
    throw userPathError(thrown, 'read', file)
  })
  try {
    const { dataset } = await contentsOf(handle.createReadStream({ autoClose: false }))
    const { classes, shape, splits } = datasetInfoOf(dataset)
    const licence = dataset.made?.licence
    return {
      kind: 'archive',
      path: file,
      bytes: size,
      name: honestName(dataset),
      classes: [...classes],
      shape,
      train: splits.train.images,
      test: splits.test.images,
      ...(licence === undefined ? {} : { licence })
    }
  } finally {
    await handle.close()
  }
}

async function archiveAt(place: string): Promise<string | undefined> {
  try {
    const found = await stat(place)
    if (found.isFile()) return (await looksLikeOne(place)) ? place : undefined
    if (!found.isDirectory()) return undefined
    const names = (await readdir(place)).filter((name) => !name.startsWith('.'))
    const [only] = names
    if (only === undefined || names.length > 1 || !only.endsWith(archiveEnding)) return undefined
    const inside = path.join(place, only)
    return (await stat(inside)).isFile() ? inside : undefined
  } catch {
    // What keeps a place from being read, others tell who look for images there.
    return undefined
  }
}

/** By its name, or by its first bytes. */
async function looksLikeOne(file: string): Promise<boolean> {
  if (file.endsWith(archiveEnding)) return true
  const { handle } = await openRegularFile(file)
  try {
    const head = Buffer.alloc(firstBytes.length)
    await handle.read(head, 0, head.length, 0)
    return head.equals(firstBytes)
  } finally {
    await handle.close()
  }
}

async function contentsOf(source: AsyncIterable<Uint8Array>): Promise<ArchiveManifest> {
  let contents: ArchiveManifest | undefined
  await readTar(source, async (entry) => {
    contents = await readContents(entry)
    return 'enough'
  })
  if (contents === undefined) throw noArchive('it is empty')
  return contents
}
