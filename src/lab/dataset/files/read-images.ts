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
  const parts: Uint16Array[] = []
  for (const file of filesOf(dataFiles.manifest, role)) parts.push(await readFileLabels(dataFiles, file))
  const labels = new Uint16Array(parts.reduce((sum, { length }) => sum + length, 0))
  let row = 0
  for (const part of parts) {
    labels.set(part, row)
    row += part.length
  }
  return labels
}

/** Those of one file. @throws LabError as `readLabels` */
export async function readFileLabels(dataFiles: DataFiles, file: DatasetFile): Promise<Uint16Array> {
  const { manifest } = dataFiles
  const bytes = recordBytes(manifest)
  return dataFiles.read(file, async (handle) => {
    // Only now is it known that the file is as large as its manifest says.
    const labels = new Uint16Array(file.images)
    await readFileRecords(handle, manifest, file, (records, first) => {
      for (let at = 0, row = first; at < records.length; at += bytes, row++)
        labels[row] = records.readUIntLE(at, manifest.labelBytes)
    })
    return labels
  })
}

function filesOf(manifest: DatasetManifest, role: 'train' | 'test'): readonly DatasetFile[] {
  return manifest.files.filter((file) => file.role === role)
}
