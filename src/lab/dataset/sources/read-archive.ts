import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { formatCount } from '../../../core/format/format-number'
import { errorCode } from '../../storage/storage-error'
import { cancelled } from '../../download/failure'

export interface ArchiveEntry {
  /** Without its folders. */
  readonly name: string
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/** What an archive may unpack to: many times as much as the largest data set, far less than a bomb. */
const mostBytes = 16 * 1024 ** 3
/** An entry costs this much even when it is empty. */
const headerBytes = 512

/**
 * Goes through the plain files of a tar or tar.gz, one after the other.
 * @param visit takes an entry's content to its end, or leaves it alone
 * @throws LabError 'data-corrupt' for what is no archive, was cut short or unpacks to more than 16 GiB, 'cancelled'; Node's own error for the disk's
 */
export async function readArchive(
  file: string,
  signal: AbortSignal,
  visit: (entry: ArchiveEntry) => Promise<void>,
  limit = mostBytes
): Promise<void> {
  const unzip = (await isGzip(file)) ? createGunzip() : new PassThrough()
  const source = createReadStream(file, { signal, highWaterMark: 256 * 1024 })
  const unpacked = extract()
  // Errors of the stages before arrive through the last one, which the pipeline destroys with them.
  pipeline(source, unzip, unpacked, () => undefined)
  try {
    let total = 0
    for await (const entry of unpacked) {
      total += headerBytes + entry.header.size
      if (total > limit) throw tooLarge(limit)
      if (entry.header.type === 'file') {
        await visit({
          name: required(entry.header.name.split('/').at(-1), 'a name at the end of a path'),
          bytes: entry.header.size,
          content: bytesOf(entry)
        })
      }
      entry.resume()
    }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (error instanceof LabError || isSystemError(error)) throw error
    throw new LabError(
      'data-corrupt',
      'The archive cannot be unpacked: it is damaged, incomplete or not a tar.gz file.',
      'Use another source, or download the archive again.',
      error
    )
  } finally {
    source.destroy()
  }
}

function tooLarge(limit: number): LabError {
  return new LabError(
    'data-corrupt',
    `The archive unpacks to more than ${formatCount(limit)} bytes.`,
    'No data set is that large. Use another source, or download the archive again.'
  )
}

async function* bytesOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  for await (const piece of pieces) if (piece instanceof Uint8Array) yield piece
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

/** Of the disk, not of zlib or the archive's format. */
function isSystemError(error: unknown): boolean {
  const code = errorCode(error)
  return code !== undefined && /^E[A-Z]+$/.test(code)
}
