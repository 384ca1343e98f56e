import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/lab-error'
import { z } from '../../core/schema'
import { errorCode } from '../storage/storage-error'
import { hashFile } from './hash-file'
import { datasetHash, type DatasetManifest } from './manifest'

/** What marks a data set's folder as complete. */
export const recordName = 'dataset.json'

const datasetRecord = z.object({
  format: z.literal(1),
  name: z.string(),
  /** Where it came from, for people. */
  source: z.string(),
  /** See `datasetHash`. */
  hash: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  /** ISO 8601 */
  completedAt: z.string()
})
export type DatasetRecord = z.infer<typeof datasetRecord>

export function makeRecord(manifest: DatasetManifest, source: string, completedAt: Date): DatasetRecord {
  return {
    format: 1,
    name: manifest.name,
    source,
    hash: datasetHash(manifest),
    files: manifest.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    completedAt: completedAt.toISOString()
  }
}

/**
 * The record of a complete data set: it is there, is about these very files, and the files have their sizes.
 * Undefined for anything less; the content is not looked at.
 */
export async function readRecord(
  folder: string,
  manifest: DatasetManifest
): Promise<DatasetRecord | undefined> {
  const record = await parseRecord(path.join(folder, recordName))
  if (record?.hash !== datasetHash(manifest)) return undefined
  return (await haveSizes(folder, manifest)) ? record : undefined
}

/** Whether all of the files are there, in their sizes. */
export async function haveSizes(folder: string, manifest: DatasetManifest): Promise<boolean> {
  for (const file of manifest.files) {
    const found = await stat(path.join(folder, file.name)).catch(missing)
    if (found?.isFile() !== true || found.size !== file.bytes) return false
  }
  return true
}

/**
 * Reads every file and compares its sha256.
 * @throws LabError 'data-corrupt' naming the first that differs; Node's own error when one cannot be read
 */
export async function verifyFiles(
  folder: string,
  manifest: DatasetManifest,
  signal?: AbortSignal,
  onBytes: (done: number, total: number) => void = () => undefined
): Promise<void> {
  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  let done = 0
  for (const file of manifest.files) {
    const hash = await hashFile(path.join(folder, file.name), signal, (bytes) => onBytes(done + bytes, total))
    if (hash !== file.sha256) {
      throw new LabError(
        'data-corrupt',
        `${file.name} does not match its checksum.`,
        `It is not the file of ${manifest.name}, or it is damaged. Download it again, or use another source.`
      )
    }
    done += file.bytes
  }
}

async function parseRecord(file: string): Promise<DatasetRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(missing)
  if (text === undefined) return undefined
  try {
    return datasetRecord.parse(JSON.parse(text))
  } catch {
    // Not a record of this version: the files are verified anew.
    return undefined
  }
}

function missing(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
  throw error
}
