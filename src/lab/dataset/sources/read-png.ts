import { pipeline, Readable } from 'node:stream'
import { createInflate } from 'node:zlib'
import { LabError } from '../../../core/base/lab-error'

export interface PngHeader {
  readonly width: number
  readonly height: number
  /** Bytes of a pixel: 3 (RGB) or 4 (RGB and alpha). */
  readonly channels: number
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const channelsOf = new Map([
  [2, 3],
  [6, 4]
])

/**
 * Decodes a PNG row by row while it arrives, so that neither the picture nor the file is ever whole in memory and
 * the caller's thread is never held for long: zlib works in a thread of its own, and what remains of a row's
 * decoding takes microseconds. 8 bits a channel, RGB or RGBA, not interlaced (PNG specification, third edition).
 * By hand because pngjs and fast-png give a picture only whole (ADR 15).
 * @param onHeader called before the first row; may throw to refuse the picture
 * @yields u8[width, channels], valid until the next row is asked for
 * @throws LabError 'data-corrupt'
 */
export async function* readPngRows(
  source: AsyncIterable<Uint8Array>,
  onHeader: (header: PngHeader) => void
): AsyncGenerator<Uint8Array, void> {
  const chunks = readChunks(source)
  const first = await chunks.next()
  if (first.done === true || first.value.type !== 'IHDR') throw corrupt('it does not begin with a header')
  const header = parseHeader(first.value.data)
  onHeader(header)
  const inflate = createInflate()
  // Errors of the source arrive through the inflater, which the pipeline destroys with them.
  pipeline(Readable.from(imageData(chunks)), inflate, () => undefined)
  yield* unfilterRows(inflate, header)
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

async function* readChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Chunk, void> {
  let pending = Buffer.alloc(0)
  let signed = false
  for await (const piece of source) {
    pending = pending.length === 0 ? Buffer.from(piece) : Buffer.concat([pending, piece])
    let at = 0
    if (!signed && pending.length >= signature.length) {
      if (!pending.subarray(0, signature.length).equals(signature)) throw corrupt('it is not a PNG file')
      signed = true
      at = signature.length
    }
    while (signed && pending.length - at >= 12) {
      const length = pending.readUInt32BE(at)
      if (length > 64 * 1024 * 1024) throw corrupt('a chunk of it is too large')
      if (pending.length - at < length + 12) break
      const type = pending.toString('latin1', at + 4, at + 8)
      yield { type, data: pending.subarray(at + 8, at + 8 + length) }
      at += length + 12
    }
    pending = pending.subarray(at)
  }
}

async function* imageData(chunks: AsyncIterable<Chunk>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) if (chunk.type === 'IDAT') yield chunk.data
}

function parseHeader(data: Buffer): PngHeader {
  if (data.length !== 13) throw corrupt('its header has the wrong length')
  const channels = channelsOf.get(data.readUInt8(9))
  if (data.readUInt8(8) !== 8 || channels === undefined || data.readUInt8(12) !== 0) {
    throw corrupt('it is not plain RGB with 8 bits for each channel')
  }
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4), channels }
}

async function* unfilterRows(
  inflated: AsyncIterable<unknown>,
  { width, height, channels }: PngHeader
): AsyncGenerator<Uint8Array, void> {
  const rowBytes = width * channels
  let previous = new Uint8Array(rowBytes)
  let row = new Uint8Array(rowBytes)
  let filter = 0
  let filled = -1
  let rows = 0
  for await (const piece of inflated) {
    if (!(piece instanceof Uint8Array)) throw corrupt('its content is not binary')
    for (let at = 0; at < piece.length;) {
      if (rows === height) throw corrupt('it has more rows than its header says')
      if (filled < 0) {
        filter = byteAt(piece, at)
        at += 1
        filled = 0
        continue
      }
      const count = Math.min(rowBytes - filled, piece.length - at)
      row.set(piece.subarray(at, at + count), filled)
      at += count
      filled += count
      if (filled < rowBytes) continue
      unfilter(filter, row, previous, channels)
      yield row
      const finished = row
      row = previous
      previous = finished
      filled = -1
      rows += 1
    }
  }
  if (rows !== height) throw corrupt(`it ends after ${rows} of ${height} rows`)
}

/** Undoes one row's filter in place. @param above the row before, already unfiltered; zeros for the first */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, channels: number): void {
  switch (filter) {
    case 0:
      return
    case 1:
      for (let i = channels; i < row.length; i++) row[i] = byteAt(row, i) + byteAt(row, i - channels)
      return
    case 2:
      for (let i = 0; i < row.length; i++) row[i] = byteAt(row, i) + byteAt(above, i)
      return
    case 3:
      for (let i = 0; i < row.length; i++) {
        const left = i < channels ? 0 : byteAt(row, i - channels)
        row[i] = byteAt(row, i) + ((left + byteAt(above, i)) >> 1)
      }
      return
    case 4:
      for (let i = 0; i < row.length; i++) {
        const left = i < channels ? 0 : byteAt(row, i - channels)
        const corner = i < channels ? 0 : byteAt(above, i - channels)
        row[i] = byteAt(row, i) + paeth(left, byteAt(above, i), corner)
      }
      return
    default:
      throw corrupt(`a row has the unknown filter ${filter}`)
  }
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index]
  if (byte === undefined) throw new RangeError(`there is no byte ${index} among ${bytes.length}`)
  return byte
}

function paeth(left: number, up: number, corner: number): number {
  const a = Math.abs(up - corner)
  const b = Math.abs(left - corner)
  const c = Math.abs(left + up - 2 * corner)
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

function corrupt(reason: string): LabError {
  return new LabError(
    'data-corrupt',
    `A picture of the data set cannot be read: ${reason}.`,
    'Use another source.'
  )
}
