import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/**
 * The sha256 of a file, in hexadecimal, read in pieces so that the thread stays free in between.
 * Rejects with Node's own error.
 */
export async function hashFile(
  file: string,
  signal?: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
  algorithm = 'sha256',
  encoding: 'hex' | 'base64' = 'hex'
): Promise<string> {
  const hash = createHash(algorithm)
  const source = createReadStream(file, {
    highWaterMark: 1 << 20,
    ...(signal === undefined ? {} : { signal })
  })
  for await (const piece of source) {
    if (!(piece instanceof Uint8Array)) continue
    hash.update(piece)
    onBytes(source.bytesRead)
  }
  return hash.digest(encoding)
}
