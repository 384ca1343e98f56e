import { createWriteStream } from 'node:fs'
import { type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { removeUnfinished } from '../../ownership/remove-unfinished'
import { hashFile } from '../../storage/hash-file'
import { makeFolder } from '../../storage/make-folder'
import { sealedText } from '../../storage/sealed-file'
import { errorCode } from '../../storage/storage-error'
import { syncFile, syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import type { DataFiles } from '../files/data-files'
import {
  archiveManifest,
  type ArchiveManifest,
  archiveManifestName,
  travellingManifest
} from './archive-manifest'
import { alreadyThere, type ExportJob, exportCancelled } from './export-job'

/**
 * Writes a data set as one file, a tar: its manifest, and the files with the images and where they come from. Whole or not
 * at all.
 * @throws LabError 'invalid-input' where something is there already, 'cancelled', 'data-corrupt', 'storage'; Node's own error for the disk's
 */
export async function exportArchive({ dataFiles, target, signal, onProgress }: ExportJob): Promise<void> {
  await requireFree(target)
  await makeFolder(path.dirname(target))
  const temporary = temporaryPath(target)
  const packed = pack()
  try {
    const manifest = await manifestOf(dataFiles)
    const total = [...manifest.dataset.files, ...manifest.origins].reduce((sum, { bytes }) => sum + bytes, 0)
    let done = 0
    const written = pipeline(packed, createWriteStream(temporary, { flags: 'wx' }), { signal })
    const filled = fill(packed, dataFiles, manifest, signal, (bytes) => onProgress((done += bytes), total))
    // Where one of them fails, so does the other; what failed first is told.
    filled.catch((thrown: unknown) =>
      packed.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
    )
    await Promise.all([filled, written]).finally(() => Promise.allSettled([filled, written]))
    const handle = await open(temporary, 'r+')
    await syncFile(handle).finally(() => handle.close())
    await requireFree(target)
    await rename(temporary, target)
    await syncFolder(path.dirname(target))
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw signal.aborted ? exportCancelled() : cause
  }
  await removeUnfinished(target)
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

async function fill(
  packed: Pack,
  dataFiles: DataFiles,
  manifest: ArchiveManifest,
  signal: AbortSignal,
  onBytes: (bytes: number) => void
): Promise<void> {
  const text = Buffer.from(sealedText(archiveManifest, manifest, 2))
  packed.entry(headerOf(archiveManifestName, text.length), text)
  for (const file of manifest.dataset.files)
    await dataFiles.read(file, (handle) => add(packed, handle, file.name, file.bytes, signal, onBytes))
  for (const { name, bytes } of manifest.origins) {
    const handle = await open(path.join(dataFiles.folder, name))
    await add(packed, handle, name, bytes, signal, onBytes).finally(() => handle.close())
  }
  packed.finalize()
}

async function add(
  packed: Pack,
  handle: FileHandle,
  name: string,
  bytes: number,
  signal: AbortSignal,
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

async function requireFree(target: string): Promise<void> {
  const found = await lstat(target).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw cause
  })
  if (found !== undefined) throw alreadyThere(target, 'is already there')
}
