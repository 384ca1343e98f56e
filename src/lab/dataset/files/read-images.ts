import { LabError } from '../../../core/base/lab-error'
import { type DatasetFile, type DatasetManifest, recordBytes } from './manifest'
import type { DataFiles } from './data-files'
import { readFileRecords, readFully } from './read-file-records'

export interface Samples {
  /** u8[rows, channels, height, width] */
  readonly images: Uint8Array
  /** u16[rows] */
  readonly labels: Uint16Array
}

/** The images of `readSamples` alone. */
export async function readImages(...request: Parameters<typeof readSamples>): Promise<Uint8Array> {
  return (await readSamples(...request)).images
}

/**
 * A few images and their labels, straight from the verified files, in the order asked for.
 * @param rows counted over all files of the role
 * @throws LabError 'data-missing' | 'data-corrupt' | 'storage' | 'not-found' for a row that does not exist
 */
export async function readSamples(
  dataFiles: DataFiles,
  role: 'train' | 'test',
  rows: readonly number[]
): Promise<Samples> {
  const { manifest } = dataFiles
  const { labelBytes } = manifest
  const bytes = recordBytes(manifest)
  const imageBytes = bytes - labelBytes
  const images = new Uint8Array(rows.length * imageBytes)
  const labels = new Uint16Array(rows.length)
  const record = Buffer.alloc(bytes)
  let firstRow = 0
  let found = 0
  for (const file of filesOf(manifest, role)) {
    const wanted = [...rows.entries()].filter(
      ([, row]) => Number.isInteger(row) && row >= firstRow && row < firstRow + file.images
    )
    if (wanted.length > 0) {
      const begin = firstRow
      await dataFiles.read(file, async (handle) => {
        for (const [i, row] of wanted) {
          await readFully(handle, manifest, file, record, (row - begin) * bytes)
          labels[i] = record.readUIntLE(0, labelBytes)
          images.set(record.subarray(labelBytes), i * imageBytes)
        }
      })
    }
    firstRow += file.images
    found += wanted.length
  }
  if (found === rows.length) return { images, labels }
  throw new LabError(
    'not-found',
    `The ${role} images have rows 0 to ${firstRow - 1}; the requested row does not exist.`,
    'Ask for a row that exists.'
  )
}

/**
 * All labels of a role, u16[count], in the order of the rows.
 * @throws LabError 'data-missing' | 'data-corrupt' | 'storage'
 */
export async function readLabels(dataFiles: DataFiles, role: 'train' | 'test'): Promise<Uint16Array> {
  const { manifest } = dataFiles
  const files = filesOf(manifest, role)
  const bytes = recordBytes(manifest)
  const labels = new Uint16Array(files.reduce((sum, file) => sum + file.images, 0))
  let row = 0
  for (const file of files) {
    await dataFiles.read(file, (handle) =>
      readFileRecords(handle, manifest, file, (records) => {
        for (let at = 0; at < records.length; at += bytes) {
          labels[row++] = records.readUIntLE(at, manifest.labelBytes)
        }
      })
    )
  }
  return labels
}

function filesOf(manifest: DatasetManifest, role: 'train' | 'test'): readonly DatasetFile[] {
  return manifest.files.filter((file) => file.role === role)
}
