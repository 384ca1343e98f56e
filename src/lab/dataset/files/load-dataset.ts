import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Dataset, ImageSet } from '../../../core/data/image-set'
import type { LabError } from '../../../core/base/lab-error'
import { hasErrorCode, storageError } from '../../storage/storage-error'
import { checkLabels } from './check-labels'
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
  // Before there is room made for them: a manifest may tell of more than there is.
  for (const file of files) await requireFile(folder, manifest, file)
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

/** @throws LabError where it is not there, or has another size */
async function requireFile(folder: string, manifest: DatasetManifest, file: DatasetFile): Promise<void> {
  const place = path.join(folder, file.name)
  const refuse = (problem: FileFault['problem']): LabError => faultError([{ file, problem }], manifest)
  const found = await stat(place).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw refuse({ kind: 'missing' })
    throw storageError(error, 'read', place)
  })
  if (!found.isFile()) throw refuse({ kind: 'notAFile' })
  if (found.size !== file.bytes) throw refuse({ kind: 'size', bytes: found.size })
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
    handle = await open(place)
    const hash = createHash('sha256')
    await readFileRecords(handle, manifest, file, (records, firstRow) => {
      hash.update(records)
      visit(records, firstRow)
    })
    if (hash.digest('hex') !== file.sha256) throw refuse({ kind: 'content' })
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw refuse({ kind: 'missing' })
    throw storageError(error, 'read', place)
  } finally {
    await handle?.close()
  }
}
