import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { LabError } from '../../core/lab-error'
import { errorCode } from '../storage/storage-error'
import { cancelled } from './failure'

export interface ArchiveEntry {
  /** Without its folders. */
  readonly name: string
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Goes through the plain files of a tar or tar.gz, one after the other.
 * @param visit takes an entry's content to its end, or leaves it alone
 * @throws LabError 'data-corrupt' for what is no archive or was cut short, 'cancelled'; Node's own error for the disk's
 */
export async function readArchive(
  file: string,
  signal: AbortSignal,
  visit: (entry: ArchiveEntry) => Promise<void>
): Promise<void> {
  const unzip = (await isGzip(file)) ? createGunzip() : new PassThrough()
  const source = createReadStream(file, { signal, highWaterMark: 256 * 1024 })
  const unpacked = extract()
  // Errors of the stages before arrive through the last one, which the pipeline destroys with them.
  pipeline(source, unzip, unpacked, () => undefined)
  try {
    for await (const entry of unpacked) {
      if (entry.header.type === 'file') {
        await visit({
          name: entry.header.name.split('/').at(-1) ?? '',
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
      'Use another source, or get the archive again.',
      error
    )
  } finally {
    source.destroy()
  }
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
