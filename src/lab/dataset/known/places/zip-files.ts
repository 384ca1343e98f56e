import path from 'node:path'
import { type Entry, openPromise } from 'yauzl'
import { LabError } from '../../../../core/base/lab-error'
import { formatCount } from '../../../../core/format/format-number'
import { errorCode, userPathError } from '../../../storage/storage-error'
import { badFile, unsuitableFile } from '../formats/bad-file'
import { inflated } from '../formats/inflated'
import { crc32 } from './crc32'
import { type ByteRange, partOf } from '../formats/part-of'
import { inFolders, type PlacedFile, type PlacedFolder } from './placed-file'

const mostEntries = 2000
const localHeaderBytes = 30

/**
 * The files in a zip file (an .npz is one), with the folders that they are in. yauzl reads the directory and says where
 * each entry's bytes are; they are unpacked as they are asked for, whatever sizes the directory claims.
 * @throws LabError 'data-corrupt' | 'storage'
 */
export async function zipFiles(archive: PlacedFile): Promise<readonly PlacedFolder[]> {
  const placed: { readonly folder: string; readonly entry: Entry; readonly start: number }[] = []
  try {
    const zip = await openPromise(archive.label, { autoClose: false, lazyEntries: true })
    try {
      if (zip.entryCount > mostEntries) {
        throw badFile(
          archive.label,
          `holds ${formatCount(zip.entryCount)} files, more than ${formatCount(mostEntries)}`
        )
      }
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/')) continue
        const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
        placed.push({ folder: path.posix.dirname(entry.fileName), entry, start: fileDataStart })
      }
    } finally {
      zip.close()
    }
  } catch (error) {
    if (error instanceof LabError) throw error
    if (errorCode(error)?.startsWith('E') === true) throw userPathError(error, 'read', archive.label)
    throw badFile(archive.label, zipFault(error), undefined, error)
  }
  refuseOverlaps(placed, archive)
  return inFolders(placed.map(({ folder, entry, start }) => [folder, zipFile(archive, entry, start)]))
}

/** @param error yauzl's, which has no codes */
function zipFault(error: unknown): string {
  const leadsOut = /^(?:invalid relative|absolute) path: (.{1,100})/.exec(
    error instanceof Error ? error.message : ''
  )?.[1]
  return leadsOut === undefined
    ? 'is no zip file, or is damaged or cut off'
    : `holds a file named ${leadsOut}, which leads out of it`
}

/** Of two entries that share bytes, one at least is not what it seems: a small file can unpack to a huge one so. */
function refuseOverlaps(
  placed: readonly { readonly entry: Entry; readonly start: number }[],
  archive: PlacedFile
): void {
  let end = 0
  for (const { entry, start } of [...placed].sort((a, b) => a.start - b.start)) {
    if (start - localHeaderBytes < end) throw badFile(archive.label, 'holds files that lie over one another')
    end = start + entry.compressedSize
    if (end > archive.bytes) throw badFile(archive.label, `is cut off: ${entry.fileName} does not end in it`)
  }
}

function zipFile(archive: PlacedFile, entry: Entry, start: number): PlacedFile {
  const label = `${archive.label}, ${entry.fileName}`
  return {
    name: path.posix.basename(entry.fileName),
    label,
    bytes: entry.uncompressedSize,
    archive,
    async *open(range?: ByteRange) {
      if (entry.isEncrypted()) throw unsuitableFile(label, 'is encrypted', 'Unpack it first.')
      const packed = archive.open({ start, bytes: entry.compressedSize })
      const content = unpack(packed, entry.compressionMethod, label)
      yield* range === undefined ? checked(content, entry, label) : partOf(content, range)
    }
  }
}

function unpack(
  packed: AsyncGenerator<Uint8Array, void>,
  method: number,
  label: string
): AsyncGenerator<Uint8Array, void> {
  if (method === 0) return packed
  if (method === 8) return inflated(packed, 'raw', label)
  throw unsuitableFile(label, `is compressed by zip’s method ${method}`, 'Unpack it first.')
}

async function* checked(
  content: AsyncGenerator<Uint8Array, void>,
  entry: Entry,
  label: string
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  let sum = 0
  for await (const piece of content) {
    bytes += piece.length
    if (bytes > entry.uncompressedSize) throw badFile(label, 'unpacks to more bytes than the zip file says')
    sum = crc32(piece, sum)
    yield piece
  }
  if (bytes < entry.uncompressedSize) throw badFile(label, 'unpacks to fewer bytes than the zip file says')
  if (sum !== entry.crc32) throw badFile(label, 'does not match its checksum')
}
