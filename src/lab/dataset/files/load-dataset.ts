import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, ImageSet } from '../../../core/data/image-set'
import { LabError } from '../../../core/base/lab-error'
import { errorCode, storageError } from '../../storage/storage-error'
import { faultError, type FileFault } from './file-fault'
import { type DatasetFile, datasetInfoOf, type DatasetManifest, recordBytes } from './manifest'
import { readFileRecords } from './read-file-records'

/**
 * Reads a whole data set into shared memory: u8[count, channels, height, width] and u16[count] for each role. Only
 * a small buffer for each file is needed beside what stays. The very bytes that end up there are hashed on their way,
 * whatever was verified before.
 * @param folder the data set's own
 * @throws LabError 'data-missing' when a file is not there, 'data-corrupt' when one is not as it should be, 'storage'
 */
export async function loadDataset(folder: string, manifest: DatasetManifest): Promise<Dataset> {
  const [train, test] = await Promise.all([
    loadImages(folder, manifest, 'train'),
    loadImages(folder, manifest, 'test')
  ])
  return { info: datasetInfoOf(manifest), train, test }
}

async function loadImages(
  folder: string,
  manifest: DatasetManifest,
  role: 'train' | 'test'
): Promise<ImageSet> {
  const files = manifest.files.filter((file) => file.role === role)
  const count = files.reduce((sum, file) => sum + file.images, 0)
  const { labelBytes } = manifest
  const bytes = recordBytes(manifest)
  const imageBytes = bytes - labelBytes
  const images = new Uint8Array(new SharedArrayBuffer(count * imageBytes))
  const labels = new Uint16Array(new SharedArrayBuffer(count * 2))
  let before = 0
  const readings = files.map(async (file) => {
    const firstOfFile = before
    before += file.images
    await readVerified(folder, manifest, file, (records, firstRow) => {
      for (let at = 0, row = firstOfFile + firstRow; at < records.length; at += bytes, row++) {
        labels[row] = records.readUIntLE(at, labelBytes)
        images.set(records.subarray(at + labelBytes, at + bytes), row * imageBytes)
      }
    })
    checkLabels(labels.subarray(firstOfFile, firstOfFile + file.images), manifest, file)
  })
  await Promise.all(readings)
  return { images, labels, count, shape: manifest.shape }
}

/** @param visit must not rely on what it gets before this has ended well */
async function readVerified(
  folder: string,
  manifest: DatasetManifest,
  file: DatasetFile,
  visit: (records: Buffer, firstRow: number) => void
): Promise<void> {
  const refuse = (problem: FileFault['problem']): LabError => faultError([{ file, problem }], manifest)
  const place = path.join(folder, file.name)
  let handle: FileHandle | undefined
  try {
    const found = await stat(place)
    if (!found.isFile()) throw refuse({ kind: 'notAFile' })
    if (found.size !== file.bytes) throw refuse({ kind: 'size', bytes: found.size })
    handle = await open(place)
    const hash = createHash('sha256')
    await readFileRecords(handle, manifest, file, (records, firstRow) => {
      hash.update(records)
      visit(records, firstRow)
    })
    if (hash.digest('hex') !== file.sha256) throw refuse({ kind: 'content' })
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') throw refuse({ kind: 'missing' })
    throw storageError(error, 'read', place)
  } finally {
    await handle?.close()
  }
}

/** The file is what its checksum says: then it is the manifest that does not fit. */
function checkLabels(labels: Uint16Array, { classes }: DatasetManifest, { name }: DatasetFile): void {
  const wrong = labels.find((label) => label >= classes.length)
  if (wrong === undefined) return
  throw new LabError(
    'data-corrupt',
    `${name} contains the label ${wrong}, but the data set's manifest has ${classes.length} classes.`,
    'Correct the manifest: it needs a class for each label.'
  )
}
