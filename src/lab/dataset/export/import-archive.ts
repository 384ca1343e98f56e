import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { makeFolder } from '../../storage/make-folder'
import { openRegularFile } from '../../storage/read-bounded-file'
import { removeFolder } from '../../storage/remove-folder'
import { errorCode, storageError, userPathError } from '../../storage/storage-error'
import { syncFile, syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import { DataFiles } from '../files/data-files'
import { honestName } from '../files/honest-name'
import type { DatasetManifest } from '../files/manifest'
import { readLabels } from '../files/read-images'
import { writeManifest } from '../library/stored-manifest'
import { readOrigins } from '../write/image-origins'
import { placeNew } from '../write/place-new'
import { type ArchiveManifest, travellingManifest } from './archive-manifest'
import { readContents } from './read-contents'
import { noArchive, readTar, type TarEntry } from './read-tar'

export interface ArchiveImport {
  /** Absolute. */
  readonly file: string
  /** The folder of all data sets. */
  readonly datasets: string
  readonly reserved: readonly string[]
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

export interface ImportedArchive {
  readonly id: string
  readonly name: string
  readonly images: number
}

/**
 * Adds the data set of an exported file. Its files are those of the manifest, each once, with the very bytes that its
 * checksums tell; anything else is refused, and nothing of it is written under a name of its own.
 * @throws LabError 'data-corrupt' | 'unsupported' | 'not-found' | 'invalid-input' | 'storage' | 'cancelled'
 */
export async function importArchive(job: ArchiveImport): Promise<ImportedArchive> {
  const { file, datasets, reserved, signal } = job
  const { handle, size } = await openRegularFile(file).catch((thrown: unknown) => {
    if (errorCode(thrown) === 'ENOENT')
      throw new LabError('not-found', `There is no file ${file}.`, 'Check the path.', thrown)
    throw userPathError(thrown, 'read', file)
  })
  const folder = temporaryPath(path.join(datasets, 'import'))
  try {
    await makeFolder(datasets)
    await mkdir(folder)
    const manifest = await unpack(job, folder, handle.createReadStream({ autoClose: false }), size)
    const named = { ...manifest, name: honestName(manifest) }
    await checkContent(folder, named)
    await writeManifest(folder, named)
    await syncFolder(folder)
    if (signal.aborted) throw cancelled()
    const id = await placeNew(folder, datasets, named.id, reserved)
    return { id, name: named.name, images: named.files.reduce((sum, { images }) => sum + images, 0) }
  } catch (thrown) {
    await removeFolder(folder).catch(() => undefined)
    throw storageError(thrown, 'import', file)
  } finally {
    await handle.close()
  }
}

async function unpack(
  { signal, onProgress }: ArchiveImport,
  folder: string,
  source: AsyncIterable<Uint8Array>,
  total: number
): Promise<DatasetManifest> {
  let contents: ArchiveManifest | undefined
  const wanted = new Map<string, { readonly bytes: number; readonly sha256: string }>()
  let done = 0
  await readTar(source, async (entry) => {
    if (entry.type !== 'file') throw noArchive('it holds something that is not a file')
    if (contents === undefined) {
      contents = await readContents(entry)
      for (const { name, bytes, sha256 } of [...contents.dataset.files, ...contents.origins])
        wanted.set(name, { bytes, sha256 })
      return
    }
    const known = wanted.get(entry.name)
    if (known === undefined) throw noArchive('it holds a file that its manifest does not name, or one twice')
    wanted.delete(entry.name)
    if (known.bytes !== entry.bytes)
      throw noArchive(`${entry.name} does not have the size that its manifest tells`)
    const sha256 = await store(path.join(folder, entry.name), entry, (bytes) => {
      if (signal.aborted) throw cancelled()
      onProgress((done += bytes), Math.max(total, done))
    })
    if (sha256 !== known.sha256) throw noArchive(`${entry.name} does not match its checksum`)
  })
  if (contents === undefined) throw noArchive('it is empty')
  const [missing] = wanted.keys()
  if (missing !== undefined) throw noArchive(`${missing} is missing`)
  return travellingManifest(contents.dataset)
}

/** @returns the sha256 of what was written */
async function store(place: string, entry: TarEntry, onBytes: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(place, 'wx', 0o444)
  try {
    for await (const piece of entry.content) {
      hash.update(piece)
      await handle.writeFile(piece)
      onBytes(piece.length)
    }
    await syncFile(handle)
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** What no checksum tells: a label for each image, and where each comes from. */
async function checkContent(folder: string, manifest: DatasetManifest): Promise<void> {
  const dataFiles = new DataFiles(folder, manifest)
  for (const role of ['train', 'test'] as const) {
    const labels = await readLabels(dataFiles, role)
    if (labels.some((label) => label >= manifest.classes.length))
      throw noArchive('it holds an image of a class that its manifest does not have')
    await readOrigins(folder, manifest, role)
  }
}

function cancelled(): LabError {
  return new LabError('cancelled', 'The import was cancelled.', 'Nothing was added.')
}
