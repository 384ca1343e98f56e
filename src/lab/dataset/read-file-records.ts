import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/lab-error'
import { errorCode } from '../storage/storage-error'
import { type DatasetFile, type DatasetManifest, recordBytes } from './manifest'

/** Records read at a time: about 0.8 MB of CIFAR-10. */
const chunkRecords = 256

/** @throws LabError 'data-missing', or Node's own error */
export async function openDataFile(folder: string, file: DatasetFile): Promise<FileHandle> {
  try {
    return await open(path.join(folder, file.name))
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error
    throw dataMissing(error)
  }
}

/**
 * Reads a data file from its begin to its end through one small buffer.
 * @param visit receives u8[count, record bytes], valid during the call, and the row in the file of the first of them
 * @throws LabError 'data-missing' | 'data-corrupt', for a short file or a label out of range
 */
export async function readFileRecords(
  folder: string,
  manifest: DatasetManifest,
  file: DatasetFile,
  visit: (records: Uint8Array, firstRow: number) => void
): Promise<void> {
  const bytes = recordBytes(manifest)
  const buffer = Buffer.alloc(Math.min(chunkRecords, file.images) * bytes)
  const handle = await openDataFile(folder, file)
  try {
    for (let row = 0; row < file.images; row += chunkRecords) {
      const records = buffer.subarray(0, Math.min(chunkRecords, file.images - row) * bytes)
      await readFully(handle, records, row * bytes, file)
      for (let i = 0; i < records.length; i += bytes) checkLabel(records[i] ?? 0, manifest, file)
      visit(records, row)
    }
  } finally {
    await handle.close()
  }
}

/** Fills the target from the file. @throws LabError 'data-corrupt' when the file ends before */
export async function readFully(
  handle: FileHandle,
  target: Uint8Array,
  position: number,
  file: DatasetFile
): Promise<void> {
  for (let filled = 0; filled < target.length;) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled)
    if (bytesRead === 0) throw dataCorrupt(`${file.name} is too short`)
    filled += bytesRead
  }
}

export function dataMissing(cause?: unknown): LabError {
  return new LabError(
    'data-missing',
    'The data set has not been downloaded yet.',
    'Download it in the Data view, or with the command line.',
    cause
  )
}

function checkLabel(label: number, manifest: DatasetManifest, file: DatasetFile): void {
  if (label < manifest.classes.length) return
  throw dataCorrupt(`${file.name} has the label ${label}, and there are ${manifest.classes.length} classes`)
}

function dataCorrupt(reason: string): LabError {
  return new LabError(
    'data-corrupt',
    `The data set is damaged: ${reason}.`,
    'Download it again: damaged files are found and replaced.'
  )
}
