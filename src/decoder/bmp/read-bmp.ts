import type { Raster } from '../../core/pixels/raster'
import { readBmpHeader, type BmpHeader } from './bmp-header'

/**
 * Decodes a BMP that is not compressed: 1, 4, 8, 16, 24 or 32 bits, from the bottom or from the top, with a palette or with
 * masks. By hand because the packages for it misread or do not check (ADR 15).
 * @throws LabError for what is damaged, too large or compressed
 */
export function readBmp(bytes: Uint8Array, name: string): Raster {
  const header = readBmpHeader(bytes, name)
  const { width, height, depth, topDown, offset } = header
  const channels = depth > 8 && depth !== 24 && header.masks[3] !== 0 ? 4 : 3
  const data = new Uint8Array(width * height * channels)
  const rowBytes = Math.ceil((width * depth) / 32) * 4
  const readRow = depth <= 8 ? readPlaces : depth === 24 ? readColours : readMasked
  for (let y = 0; y < height; y++) {
    const start = offset + (topDown ? y : height - 1 - y) * rowBytes
    const row = bytes.subarray(start, start + rowBytes)
    readRow(row, data.subarray(y * width * channels, (y + 1) * width * channels), header, channels)
  }
  return { data, width, height, channels }
}

type ReadRow = (row: Uint8Array, into: Uint8Array, header: BmpHeader, channels: number) => void

/** Each pixel is a place in the palette; the first is in a byte's high bits. */
const readPlaces: ReadRow = (row, into, { width, depth, palette }) => {
  const perByte = 8 / depth
  const most = 2 ** depth - 1
  for (let x = 0; x < width; x++) {
    const byte = Number(row[Math.floor(x / perByte)])
    const place = (byte >> (8 - depth * ((x % perByte) + 1))) & most
    into.set(palette.subarray(place * 3, place * 3 + 3), x * 3)
  }
}

/** Blue, green, red. */
const readColours: ReadRow = (row, into, { width }) => {
  for (let at = 0; at < width * 3; at += 3) {
    into[at] = Number(row[at + 2])
    into[at + 1] = Number(row[at + 1])
    into[at + 2] = Number(row[at])
  }
}

/** The bits of a word that belong to a channel are spread over 0 to 255. */
const readMasked: ReadRow = (row, into, { width, depth, masks }, channels) => {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength)
  const parts = masks.slice(0, channels).map((mask) => {
    const shift = mask === 0 ? 0 : Math.log2((mask & -mask) >>> 0)
    const most = mask >>> shift
    return { mask, shift, factor: most === 0 ? 0 : 255 / most }
  })
  for (let x = 0; x < width; x++) {
    const word = depth === 16 ? view.getUint16(x * 2, true) : view.getUint32(x * 4, true)
    parts.forEach(({ mask, shift, factor }, channel) => {
      into[x * channels + channel] = Math.round(((word & mask) >>> shift) * factor)
    })
  }
}
