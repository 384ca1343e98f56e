import { LabError } from '../../core/base/lab-error'
import { imageLimits } from '../../core/data/image-file'
import { isDamaged, isOfOtherForm, isTooManyPixels } from '../reading/refusals'

/** A BMP file's description of itself, checked. */
export interface BmpHeader {
  readonly width: number
  readonly height: number
  /** Bits of a pixel: 1, 4 or 8 are places in the palette; 16, 24 or 32 are colours. */
  readonly depth: number
  /** Rows come from the top; usually they come from the bottom. */
  readonly topDown: boolean
  /** Where the first row begins, in bytes. */
  readonly offset: number
  /** u8[colours, 3] as RGB; empty for depths without a palette. */
  readonly palette: Uint8Array
  /** Bits that hold red, green, blue and opacity; 0 for opacity that there is not. For 16 and 32 bits. */
  readonly masks: readonly [number, number, number, number]
}

const fileHeader = 14
/** Of OS/2: its sizes have 16 bits, and its colours three bytes. */
const coreHeader = 12
const masksOf5 = [0x7c00, 0x03e0, 0x001f, 0] as const
const masksOf8 = [0x00ff0000, 0x0000ff00, 0x000000ff, 0] as const
const plain = 0
const bitFields = 3
const alphaBitFields = 6
const compressions: Readonly<Record<number, string>> = {
  1: 'a run-length encoded BMP',
  2: 'a run-length encoded BMP',
  4: 'a JPEG inside a BMP',
  5: 'a PNG inside a BMP'
}

/** @throws LabError for what is damaged, too large, or compressed */
export function readBmpHeader(bytes: Uint8Array, name: string): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return parse(view, name)
  } catch (thrown) {
    // DataView refuses to read outside of the file.
    throw thrown instanceof LabError ? thrown : isDamaged(name, thrown)
  }
}

function parse(view: DataView, name: string): BmpHeader {
  const offset = view.getUint32(10, true)
  const headerSize = view.getUint32(fileHeader, true)
  const isCore = headerSize === coreHeader
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true)
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const depth = view.getUint16(isCore ? 24 : 28, true)
  const compression = isCore ? plain : view.getUint32(30, true)
  if (width < 1 || height < 1) throw isDamaged(name, `It claims to have ${width} × ${signedHeight} pixels.`)
  if (width * height > imageLimits.pixels) throw isTooManyPixels(name, width, height)
  if (![1, 4, 8, 16, 24, 32].includes(depth)) throw isDamaged(name, `It claims ${depth} bits a pixel.`)
  const hasMasks = compression === bitFields || compression === alphaBitFields
  if ((!hasMasks && compression !== plain) || (hasMasks && depth !== 16 && depth !== 32)) {
    throw isOfOtherForm(name, compressions[compression] ?? 'a BMP of an unknown kind')
  }
  const masksSize = hasMasks && headerSize === 40 ? (compression === alphaBitFields ? 16 : 12) : 0
  // From here on the file has to be as long as it says.
  const rowBytes = Math.ceil((width * depth) / 32) * 4
  if (offset + rowBytes * height > view.byteLength) {
    throw isDamaged(name, `It has ${view.byteLength} bytes and needs ${offset + rowBytes * height}.`)
  }
  return {
    width,
    height,
    depth,
    topDown: signedHeight < 0,
    offset,
    palette: depth > 8 ? new Uint8Array() : readPalette(view, fileHeader + headerSize, depth, isCore),
    masks: hasMasks ? readMasks(view, headerSize + masksSize) : depth === 16 ? masksOf5 : masksOf8
  }
}

/** @param size of the header, with the masks that follow it in earlier versions */
function readMasks(view: DataView, size: number): readonly [number, number, number, number] {
  const mask = (index: number): number => view.getUint32(fileHeader + 40 + 4 * index, true)
  return [mask(0), mask(1), mask(2), size >= 56 ? mask(3) : 0]
}

/** Pixels that name a colour beyond those that the file has are black, as other programs show them. */
function readPalette(view: DataView, start: number, depth: number, isCore: boolean): Uint8Array {
  const entry = isCore ? 3 : 4
  const most = 2 ** depth
  const told = isCore ? 0 : view.getUint32(46, true)
  const colours = told === 0 || told > most ? most : told
  const palette = new Uint8Array(most * 3)
  for (let colour = 0; colour < colours; colour++) {
    for (let channel = 0; channel < 3; channel++) {
      palette[colour * 3 + channel] = view.getUint8(start + colour * entry + 2 - channel)
    }
  }
  return palette
}
