import path from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { LabError } from '../../../../core/base/lab-error'
import { formatCount } from '../../../../core/format/format-number'
import { badFile } from '../formats/bad-file'
import { inflated } from '../formats/inflated'
import { type ByteRange, partOf } from '../formats/part-of'
import { inFolders, type PlacedFile, type PlacedFolder } from './placed-file'

interface Entry extends AsyncIterable<unknown> {
  readonly header: { readonly name: string; readonly size: number; readonly type: string }
}

/** An order of magnitude more than the largest known set. */
const mostBytes = 4 * 1024 ** 3
const mostEntries = 2000

/**
 * The plain files in a tar or tar.gz, with their folders. The whole archive is unpacked to list it, and up to a file
 * to read that one: nothing is kept.
 * @throws LabError 'data-corrupt' | 'storage'
 */
export async function tarFiles(archive: PlacedFile): Promise<readonly PlacedFolder[]> {
  const files: (readonly [string, PlacedFile])[] = []
  for await (const { header } of entriesOf(archive)) {
    if (header.type !== 'file') continue
    files.push([path.posix.dirname(header.name), tarFile(archive, header.name, header.size)])
  }
  return inFolders(files)
}

function tarFile(archive: PlacedFile, name: string, bytes: number): PlacedFile {
  return {
    name: path.posix.basename(name),
    label: `${archive.label}, ${name}`,
    bytes,
    archive,
    async *open(range: ByteRange = { start: 0, bytes }) {
      for await (const entry of entriesOf(archive)) {
        if (entry.header.name === name) {
          yield* partOf(bytesOf(entry), range)
          return
        }
      }
    }
  }
}

/** Each entry must not be used once the next has been asked for. */
async function* entriesOf(archive: PlacedFile): AsyncGenerator<Entry, void> {
  const packed = archive.open()
  const source = (await isGzip(archive)) ? inflated(packed, 'gzip', archive.label) : packed
  const unpacked = extract()
  // Errors of the stages before arrive through the last one, which the pipeline destroys with them.
  pipeline(Readable.from(source, { objectMode: true, highWaterMark: 2 }), unpacked, () => undefined)
  let bytes = 0
  let entries = 0
  try {
    for await (const entry of unpacked) {
      bytes += entry.header.size
      entries += 1
      if (bytes > mostBytes || entries > mostEntries) {
        throw badFile(
          archive.label,
          `holds more than ${formatCount(mostEntries)} files or ${formatCount(mostBytes)} bytes`,
          'Unpack it first, and choose the folder of the data set.'
        )
      }
      yield entry
      entry.resume()
    }
  } catch (error) {
    if (error instanceof LabError) throw error
    throw badFile(
      archive.label,
      'cannot be unpacked: it is damaged, cut off or no tar file',
      undefined,
      error
    )
  } finally {
    unpacked.destroy()
  }
}

async function* bytesOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of pieces) if (piece instanceof Uint8Array) yield piece
}

async function isGzip(archive: PlacedFile): Promise<boolean> {
  for await (const piece of archive.open({ start: 0, bytes: 2 }))
    return piece[0] === 0x1f && piece[1] === 0x8b
  return false
}
