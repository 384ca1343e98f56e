import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, storageError } from '../../storage/storage-error'
import { cancelled } from '../../download/failure'
import { faultError, type FileFault } from './file-fault'
import { fileStamp, isSettled } from '../../storage/file-stamp'
import type { DatasetFile, DatasetManifest } from './manifest'

export interface Verification {
  /** Hash every file, those too that have not changed since they were verified. */
  readonly everything?: boolean
  readonly signal?: AbortSignal
  readonly onBytes?: (done: number, total: number) => void
}

/** Bytes hashed at a time. */
const pieceBytes = 1 << 20

/**
 * The files of a data set, read only as long as they match their checksums. A file that was verified is known by its
 * stamp, and hashed again when that has changed.
 */
export class DataFiles {
  /** By file name. */
  readonly #stamps = new Map<string, string>()

  constructor(
    readonly folder: string,
    readonly manifest: DatasetManifest
  ) {}

  /** @param stamps of files that were verified against this manifest's checksums */
  trust(stamps: ReadonlyMap<string, string>): void {
    for (const [name, stamp] of stamps) this.#stamps.set(name, stamp)
  }

  get stamps(): ReadonlyMap<string, string> {
    return this.#stamps
  }

  /**
   * Looks at every file.
   * @returns what is wrong, in the manifest's order; nothing when all files are good
   * @throws LabError 'storage' when a file cannot be read, 'cancelled'
   */
  async verify({ everything = false, signal, onBytes = () => undefined }: Verification = {}): Promise<
    readonly FileFault[]
  > {
    const { files } = this.manifest
    const total = files.reduce((sum, file) => sum + file.bytes, 0)
    const faults: FileFault[] = []
    let done = 0
    if (everything) this.#stamps.clear()
    for (const file of files) {
      const before = done
      const fault = await this.#check(file, signal, (bytes) => onBytes(before + bytes, total))
      if (fault !== undefined) faults.push(fault)
      done += file.bytes
    }
    return faults
  }

  /**
   * Opens a file, makes sure that its content is what it should be, and lets `use` read it.
   * @throws LabError 'data-missing' | 'data-corrupt' | 'storage'
   */
  async read<T>(file: DatasetFile, use: (handle: FileHandle) => Promise<T>): Promise<T> {
    const place = path.join(this.folder, file.name)
    try {
      const problem = await this.#findProblem(file)
      if (problem !== undefined) throw faultError([{ file, problem }], this.manifest)
      const handle = await open(place)
      try {
        const known = fileStamp(await handle.stat({ bigint: true }))
        if (this.#stamps.get(file.name) !== known) await this.#hash(file, handle)
        const result = await use(handle)
        // A process that writes to the file at this very moment gives it another stamp.
        if (fileStamp(await handle.stat({ bigint: true })) !== known) {
          throw faultError([{ file, problem: { kind: 'content' } }], this.manifest)
        }
        return result
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw storageError(error, 'read', place)
    }
  }

  async #check(
    file: DatasetFile,
    signal: AbortSignal | undefined,
    onBytes: (bytes: number) => void
  ): Promise<FileFault | undefined> {
    const place = path.join(this.folder, file.name)
    try {
      const problem = await this.#findProblem(file)
      if (problem !== undefined) return { file, problem }
      const known = this.#stamps.get(file.name)
      if (known !== undefined && fileStamp(await stat(place, { bigint: true })) === known) return undefined
      const handle = await open(place)
      try {
        return (await this.#matches(file, handle, signal, onBytes))
          ? undefined
          : { file, problem: { kind: 'content' } }
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw storageError(error, 'read', place)
    }
  }

  /** What can be seen without reading: a pipe, for one, must not even be opened. */
  async #findProblem(file: DatasetFile): Promise<FileFault['problem'] | undefined> {
    const found = await stat(path.join(this.folder, file.name)).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
      throw error
    })
    if (found === undefined) return { kind: 'missing' }
    if (!found.isFile()) return { kind: 'notAFile' }
    return found.size === file.bytes ? undefined : { kind: 'size', bytes: found.size }
  }

  /** @throws LabError 'data-corrupt' */
  async #hash(file: DatasetFile, handle: FileHandle): Promise<void> {
    if (await this.#matches(file, handle)) return
    throw faultError([{ file, problem: { kind: 'content' } }], this.manifest)
  }

  async #matches(
    file: DatasetFile,
    handle: FileHandle,
    signal?: AbortSignal,
    onBytes: (bytes: number) => void = () => undefined
  ): Promise<boolean> {
    this.#stamps.delete(file.name)
    const before = await handle.stat({ bigint: true })
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(Math.min(pieceBytes, file.bytes))
    for (let at = 0; ;) {
      if (signal?.aborted === true) throw cancelled()
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
      at += bytesRead
      // Somebody appends to it, perhaps faster than it can be read.
      if (at > file.bytes) return false
      onBytes(at)
    }
    if (hash.digest('hex') !== file.sha256) return false
    const after = await handle.stat({ bigint: true })
    if (fileStamp(before) === fileStamp(after) && isSettled(after, Date.now())) {
      this.#stamps.set(file.name, fileStamp(after))
    }
    return true
  }
}
