import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { readSealedFile, writeSealedFile } from '../../storage/sealed-file'
import type { DataFiles } from './data-files'
import { datasetHash, type DatasetManifest } from './manifest'

/** What tells where a data set came from, and which state of its files was verified. */
export const recordName = 'dataset.json'

const datasetRecord = z.object({
  name: z.string(),
  /** Where it came from, for people. */
  source: z.string(),
  /** See `datasetHash`. */
  hash: z.string(),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      /** See `fileStamp`: the state in which the file matched its checksum. */
      stamp: z.string().optional()
    })
  ),
  /** ISO 8601 */
  completedAt: z.string()
})
export type DatasetRecord = z.infer<typeof datasetRecord>

const kind = { name: 'record of a data set', format: 2, content: datasetRecord }

export function makeRecord(manifest: DatasetManifest, source: string, completedAt: Date): DatasetRecord {
  return {
    name: manifest.name,
    source,
    hash: datasetHash(manifest),
    files: manifest.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    completedAt: completedAt.toISOString()
  }
}

/**
 * The record in a data set's folder, whichever data set it is of. Undefined where there is none that can be relied on:
 * the files are verified again.
 * @throws LabError 'storage'
 */
export async function readRecord(folder: string): Promise<DatasetRecord | undefined> {
  try {
    return await readSealedFile(path.join(folder, recordName), kind, () => 'Verify the data set.')
  } catch (thrown) {
    if (LabError.from(thrown).code === 'storage') throw thrown
    return undefined
  }
}

/** The stamps that a record holds of files which are verified by the same checksums. */
export function recordedStamps(
  record: DatasetRecord | undefined,
  manifest: DatasetManifest
): ReadonlyMap<string, string> {
  const checksums = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]))
  const stamps = new Map<string, string>()
  for (const { name, sha256, stamp } of record?.files ?? []) {
    if (stamp !== undefined && checksums.get(name) === sha256) stamps.set(name, stamp)
  }
  return stamps
}

/**
 * Writes down which state of the files was verified. A folder that cannot be written to, such as a class's own data
 * set, goes without: its files are then hashed whenever they are looked at for the first time.
 */
export async function writeRecord(folder: string, record: DatasetRecord, files: DataFiles): Promise<void> {
  const stamped: DatasetRecord = {
    ...record,
    files: record.files.map(({ name, bytes, sha256 }) => {
      const stamp = files.stamps.get(name)
      return { name, bytes, sha256, ...(stamp === undefined ? {} : { stamp }) }
    })
  }
  try {
    await writeSealedFile(path.join(folder, recordName), kind, stamped, 2)
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'storage') throw error
  }
}
