import { createReadStream } from 'node:fs'
import path from 'node:path'
import { userPathError } from '../../../storage/storage-error'
import type { ByteRange } from '../formats/part-of'
import type { PlacedFile } from './placed-file'

/** A regular file on the disk. @param bytes when it was looked at: more are never read */
export function diskFile(file: string, bytes: number): PlacedFile {
  return {
    name: path.basename(file),
    label: file,
    bytes,
    async *open(range: ByteRange = { start: 0, bytes }) {
      const end = Math.min(bytes, range.start + range.bytes) - 1
      if (end < range.start) return
      const source = createReadStream(file, { start: range.start, end, highWaterMark: 256 * 1024 })
      try {
        for await (const piece of source) if (piece instanceof Uint8Array) yield piece
      } catch (error) {
        throw userPathError(error, 'read', file)
      } finally {
        source.destroy()
      }
    }
  }
}
