import type { FileHandle } from 'node:fs/promises'
import { faultError } from './file-fault'
import { type DatasetFile, type DatasetManifest, recordBytes } from './manifest'

/** Read at a time, in whole records. */
const chunkBytes = 1 << 20

/**
 * Reads a data file from its begin to its end through one small buffer.
 * @param visit receives u8[count, record bytes], valid during the call, and the row in the file of the first of them
 * @throws LabError 'data-corrupt' when the file ends before
 */
export async function readFileRecords(
  handle: FileHandle,
  manifest: DatasetManifest,
  file: DatasetFile,
  visit: (records: Buffer, firstRow: number) => void
): Promise<void> {
  const bytes = recordBytes(manifest)
  const chunkRecords = Math.max(1, Math.floor(chunkBytes / bytes))
  const buffer = Buffer.alloc(Math.min(chunkRecords, file.images) * bytes)
  for (let row = 0; row < file.images; row += chunkRecords) {
    const records = buffer.subarray(0, Math.min(chunkRecords, file.images - row) * bytes)
    await readFully(handle, manifest, file, records, row * bytes)
    visit(records, row)
  }
}

/** Fills the target from the file. @throws LabError 'data-corrupt' when the file ends before */
export async function readFully(
  handle: FileHandle,
  manifest: DatasetManifest,
  file: DatasetFile,
  target: Uint8Array,
  position: number
): Promise<void> {
  for (let filled = 0; filled < target.length;) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled)
    if (bytesRead === 0) {
      const problem = { kind: 'size' as const, bytes: position + filled }
      throw faultError([{ file, problem }], manifest)
    }
    filled += bytesRead
  }
}
