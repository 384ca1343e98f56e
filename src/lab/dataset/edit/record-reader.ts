import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { DataFiles } from '../files/data-files'
import { type DatasetFile, recordBytes } from '../files/manifest'
import { readFully } from '../files/read-file-records'

type Split = 'train' | 'test'

/** Files of a data set of up to so many bytes are kept in memory while it is changed. */
const mostKept = 512 * 2 ** 20

/** Reads single images of a data set that is changed: only bytes that match their checksums. */
export class RecordReader {
  readonly #dataFiles: DataFiles
  readonly #keeps: boolean
  readonly #kept = new Map<string, Buffer>()
  readonly #handles = new Map<string, FileHandle>()

  constructor(dataFiles: DataFiles) {
    this.#dataFiles = dataFiles
    this.#keeps = dataFiles.manifest.files.reduce((sum, { bytes }) => sum + bytes, 0) <= mostKept
  }

  /** u8[channels, height, width] @throws LabError 'data-missing' | 'data-corrupt' | 'storage' */
  async read(split: Split, row: number): Promise<Uint8Array> {
    const { manifest } = this.#dataFiles
    const bytes = recordBytes(manifest)
    const { file, first } = this.#fileOf(split, row)
    const at = (row - first) * bytes
    if (this.#keeps) return (await this.#all(file)).subarray(at + manifest.labelBytes, at + bytes)
    const record = Buffer.alloc(bytes)
    await readFully(await this.#open(file), manifest, file, record, at)
    return record.subarray(manifest.labelBytes)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#handles.values()].map((handle) => handle.close()))
  }

  #fileOf(split: Split, row: number): { readonly file: DatasetFile; readonly first: number } {
    let first = 0
    for (const file of this.#dataFiles.manifest.files) {
      if (file.role !== split) continue
      if (row < first + file.images) return { file, first }
      first += file.images
    }
    throw new Error(`There is no ${split} image ${row}`)
  }

  async #all(file: DatasetFile): Promise<Buffer> {
    const known = this.#kept.get(file.name)
    if (known !== undefined) return known
    const records = Buffer.alloc(file.bytes)
    await this.#dataFiles.read(file, (handle) =>
      readFully(handle, this.#dataFiles.manifest, file, records, 0)
    )
    this.#kept.set(file.name, records)
    return records
  }

  async #open(file: DatasetFile): Promise<FileHandle> {
    const known = this.#handles.get(file.name)
    if (known !== undefined) return known
    await this.#dataFiles.read(file, () => Promise.resolve())
    const handle = await open(path.join(this.#dataFiles.folder, file.name))
    this.#handles.set(file.name, handle)
    return handle
  }
}
