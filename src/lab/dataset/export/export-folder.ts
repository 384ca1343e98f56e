import { lstat, mkdir, readdir, rename, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { required } from '../../../core/base/required'
import { classFolders } from '../../../core/data/class-folders'
import { type FolderCard, folderCardName } from '../../../core/data/folder-card'
import { removeUnfinished } from '../../ownership/remove-unfinished'
import { makeFolder } from '../../storage/make-folder'
import { mapAtMost } from '../../storage/map-at-most'
import { removeFolder } from '../../storage/remove-folder'
import { errorCode } from '../../storage/storage-error'
import { syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import { datasetInfoOf, type DatasetManifest } from '../files/manifest'
import { readSamples } from '../files/read-images'
import { readOrigins } from '../write/image-origins'
import { encodePng } from './encode-png'
import { alreadyThere, type ExportJob, requireGoing } from './export-job'
import { ImageNames } from './image-names'

/** Images in memory at a time, and files that are being written. */
const [batch, writers] = [256, 8]

/**
 * Writes a data set as folders of PNG files, `train/<class>/` and `test/<class>/`, with a card that says what no folder
 * can. A class without images in one of them has no folder there. Whole or not at all.
 * @throws LabError 'invalid-input' where something is there already, 'cancelled', 'data-corrupt', 'storage'; Node's own error for the disk's
 */
export async function exportFolder(job: ExportJob): Promise<void> {
  const { target, dataFiles, signal } = job
  await requireNewOrEmpty(target)
  await makeFolder(path.dirname(target))
  const folder = temporaryPath(target)
  try {
    await mkdir(folder)
    const { manifest } = dataFiles
    const { splits } = datasetInfoOf(manifest)
    const total = splits.train.images + splits.test.images
    for (const role of ['train', 'test'] as const) {
      const before = role === 'train' ? 0 : splits.train.images
      await writeImages(job, folder, role, splits[role].images, (done) =>
        job.onProgress(before + done, total)
      )
    }
    await writeFile(path.join(folder, folderCardName), `${JSON.stringify(cardOf(manifest), null, 2)}\n`)
    await syncFolder(folder)
    requireGoing(signal)
    await takeAway(target)
    await rename(folder, target)
    await syncFolder(path.dirname(target))
  } catch (cause) {
    // The first failure is the one to tell of; a leftover is harmless, and its name says what it is.
    await removeFolder(folder).catch(() => undefined)
    throw cause
  }
  await removeUnfinished(target)
}

async function writeImages(
  { dataFiles, signal }: ExportJob,
  folder: string,
  role: 'train' | 'test',
  count: number,
  onProgress: (done: number) => void
): Promise<void> {
  const { manifest } = dataFiles
  const { shape, made } = manifest
  const folders = foldersOf(manifest)
  const origins = await readOrigins(dataFiles.folder, manifest, role)
  const names = new ImageNames(role, folders, made?.folder?.leftOut.files ?? [])
  const bytes = shape[0] * shape[1] * shape[2]
  const there = new Set<string>()
  await mkdir(path.join(folder, role))
  for (let first = 0; first < count; first += batch) {
    const rows = Array.from({ length: Math.min(batch, count - first) }, (_, i) => first + i)
    const { images, labels } = await readSamples(dataFiles, role, rows)
    const files = rows.map((row, i) => {
      const label = required(labels[i], 'a label')
      const place = path.join(folder, role, required(folders[label], 'the folder of a class'))
      return { i, place, name: names.give(label, row, origins?.[row]?.name) }
    })
    for (const { place } of files) {
      if (there.has(place)) continue
      await mkdir(place)
      there.add(place)
    }
    await mapAtMost(writers, files, async ({ i, place, name }) => {
      requireGoing(signal)
      const picture = encodePng(images.subarray(i * bytes, (i + 1) * bytes), shape)
      await writeFile(path.join(place, name), picture, { flag: 'wx' })
    })
    onProgress(first + rows.length)
  }
}

const foldersOf = (manifest: DatasetManifest): readonly string[] => classFolders(datasetInfoOf(manifest))

function cardOf(manifest: DatasetManifest): FolderCard {
  const { name, classes, shape, made } = manifest
  return {
    format: 1,
    name,
    classes,
    folders: [...foldersOf(manifest)],
    shape,
    normalisation: datasetInfoOf(manifest).normalisation,
    ...(made?.licence === undefined ? {} : { licence: made.licence })
  }
}

/** @returns whether an empty folder is there */
async function requireNewOrEmpty(target: string): Promise<boolean> {
  const found = await lstat(target).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw cause
  })
  if (found === undefined) return false
  if (!found.isDirectory()) throw alreadyThere(target, 'is already there, and not a folder')
  if ((await readdir(target)).length > 0) throw alreadyThere(target, 'is already there, and not empty')
  return true
}

async function takeAway(target: string): Promise<void> {
  if (await requireNewOrEmpty(target)) await rmdir(target)
}
