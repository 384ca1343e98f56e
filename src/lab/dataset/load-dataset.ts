import type { Dataset, ImageSet } from '../../core/image-set'
import { readRecord } from './dataset-record'
import { datasetHash, type DatasetManifest, recordBytes } from './manifest'
import { dataMissing, readFileRecords } from './read-file-records'

/**
 * Reads a whole data set into shared memory: u8[count, channels, height, width] and u8[count] for each role. Only
 * a small buffer for each file is needed beside what stays.
 * @param folder the data set's own
 * @throws LabError 'data-missing' when it is not there completely, 'data-corrupt' for a label out of range
 */
export async function loadDataset(folder: string, manifest: DatasetManifest): Promise<Dataset> {
  if ((await readRecord(folder, manifest)) === undefined) throw dataMissing()
  const [train, test] = await Promise.all([
    loadImages(folder, manifest, 'train'),
    loadImages(folder, manifest, 'test')
  ])
  return { name: manifest.name, classes: manifest.classes, train, test, hash: datasetHash(manifest) }
}

async function loadImages(
  folder: string,
  manifest: DatasetManifest,
  role: 'train' | 'test'
): Promise<ImageSet> {
  const files = manifest.files.filter((file) => file.role === role)
  const count = files.reduce((sum, file) => sum + file.images, 0)
  const bytes = recordBytes(manifest)
  const images = new Uint8Array(new SharedArrayBuffer(count * (bytes - 1)))
  const labels = new Uint8Array(new SharedArrayBuffer(count))
  let before = 0
  const readings = files.map((file) => {
    const firstOfFile = before
    before += file.images
    return readFileRecords(folder, manifest, file, (records, firstRow) => {
      for (let at = 0, row = firstOfFile + firstRow; at < records.length; at += bytes, row++) {
        labels[row] = records[at] ?? 0
        images.set(records.subarray(at + 1, at + bytes), row * (bytes - 1))
      }
    })
  })
  await Promise.all(readings)
  return { images, labels, count, shape: manifest.shape }
}
