import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { hashFile } from '../../storage/hash-file'
import { sealedText } from '../../storage/sealed-file'
import type { DataFiles } from '../files/data-files'
import {
  archiveManifest,
  type ArchiveManifest,
  archiveManifestName,
  travellingManifest
} from './archive-manifest'

/** What a tar is made of: headers, and contents padded to whole blocks; two empty ones end it. */
const block = 512

/** A data set as one file, a tar, that is made while it is written: nothing of it is kept. */
export interface PackedArchive {
  /** Of the whole file. */
  readonly bytes: number
  /**
   * Writes it, and ends the target.
   * @param onProgress told of the data set's own bytes, up to `total`
   * @throws LabError 'data-corrupt'; what the disk or the target refuses; an AbortError
   */
  readonly writeTo: (
    target: Writable,
    signal: AbortSignal,
    onProgress?: (done: number, total: number) => void
  ) => Promise<void>
}

/** Packs a data set: its manifest, and the files with the images and where they come from. @throws what the disk refuses */
export async function packArchive(dataFiles: DataFiles): Promise<PackedArchive> {
  const manifest = await manifestOf(dataFiles)
  const text = Buffer.from(sealedText(archiveManifest, manifest, 2))
  const files = [...manifest.dataset.files, ...manifest.origins]
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const sizes = [text.length, ...files.map(({ bytes }) => bytes)]
  return {
    bytes: sizes.reduce((sum, bytes) => sum + block + Math.ceil(bytes / block) * block, 2 * block),
    writeTo: async (target, signal, onProgress = () => undefined) => {
      const packed = pack()
      let done = 0
      const written = pipeline(packed, target, { signal })
      const filled = fill({ packed, dataFiles, manifest, text, signal }, (bytes) =>
        onProgress((done += bytes), total)
      )
      // Where one of them fails, so does the other; what failed first is told.
      filled.catch((thrown: unknown) =>
        packed.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
      )
      await Promise.all([filled, written]).finally(() => Promise.allSettled([filled, written]))
    }
  }
}

async function manifestOf({ folder, manifest }: DataFiles): Promise<ArchiveManifest> {
  const origins: ArchiveManifest['origins'] = []
  for (const { origins: name } of manifest.files) {
    if (name === undefined) continue
    const place = path.join(folder, name)
    origins.push({ name, bytes: (await stat(place)).size, sha256: await hashFile(place) })
  }
  return { kind: 'tenfold-data', dataset: travellingManifest(manifest), origins }
}

interface Filling {
  readonly packed: Pack
  readonly dataFiles: DataFiles
  readonly manifest: ArchiveManifest
  readonly text: Buffer
  readonly signal: AbortSignal
}

async function fill(filling: Filling, onBytes: (bytes: number) => void): Promise<void> {
  const { packed, dataFiles, manifest, text } = filling
  packed.entry(headerOf(archiveManifestName, text.length), text)
  for (const file of manifest.dataset.files)
    await dataFiles.read(file, (handle) => add(filling, handle, file, onBytes))
  for (const file of manifest.origins) {
    const handle = await open(path.join(dataFiles.folder, file.name))
    await add(filling, handle, file, onBytes).finally(() => handle.close())
  }
  packed.finalize()
}

async function add(
  { packed, signal }: Filling,
  handle: FileHandle,
  { name, bytes }: { readonly name: string; readonly bytes: number },
  onBytes: (bytes: number) => void
): Promise<void> {
  const entry = packed.entry(headerOf(name, bytes))
  const source = handle.createReadStream({
    start: 0,
    end: bytes - 1,
    autoClose: false,
    highWaterMark: 1 << 18
  })
  source.on('data', (piece) => onBytes(piece.length))
  await pipeline(source, entry, { signal })
}

/** The same data set gives the same file, whenever it is exported. */
const headerOf = (name: string, size: number) => ({ name, size, mode: 0o644, mtime: new Date(0) })
