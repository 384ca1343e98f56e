import { formatCount } from '../../../../core/format/format-number'
import { badFile, unsuitableFile } from './bad-file'
import { ByteReader } from './byte-reader'
import { inPieces } from './in-pieces'
import { inflated } from './inflated'
import type { NumberKind, NumberType } from './number-type'
import { partOf } from './part-of'
import { elements } from './read-npy'

/** Opens a part of the file. */
export type OpenRange = (start: number, bytes: number) => AsyncIterable<Uint8Array>

/** A numeric array in a MATLAB file: the first index runs fastest. */
export interface MatArray {
  readonly shape: readonly number[]
  /** Of its elements in the file, which MATLAB stores as small as they fit. */
  readonly type: NumberType
  readonly bytes: number
  /** Its elements, from the first. The caller closes the reader. */
  open(): ByteReader
}

interface Element {
  readonly type: number
  readonly start: number
  readonly bytes: number
}

const headerBytes = 128
const compressed = 15
const matrix = 14
const mostElements = 64
const mostNameBytes = 64
const storage: Readonly<Record<number, NumberKind>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8'
}
const classes: Readonly<Record<number, string>> = {
  1: 'a cell array',
  2: 'a structure',
  3: 'an object',
  4: 'text',
  5: 'a sparse array',
  16: 'a function handle',
  17: 'an object'
}

/**
 * The variables of a MATLAB 5 file ("MAT-File Format", level 5): arrays of plain numbers, or the name of what else one
 * is (`a cell array`). Reads headers alone.
 * @throws LabError 'data-corrupt' | 'unsupported'
 */
export async function readMatVariables(
  open: OpenRange,
  fileBytes: number,
  file: string
): Promise<ReadonlyMap<string, MatArray | string>> {
  const variables = new Map<string, MatArray | string>()
  for (const element of await readElements(open, fileBytes, file)) {
    const content = (): AsyncIterable<Uint8Array> => contentOf(open, element, file)
    const reader = new ByteReader(content(), file)
    try {
      const matrix = await readMatrix(reader, file)
      variables.set(
        matrix.name,
        typeof matrix.content === 'string'
          ? matrix.content
          : arrayOf(matrix.content, content, reader.position, file)
      )
    } finally {
      await reader.close()
    }
  }
  return variables
}

function arrayOf(
  { data, ...array }: Numbers,
  content: () => AsyncIterable<Uint8Array>,
  start: number,
  file: string
): MatArray {
  const open = (): AsyncIterable<Uint8Array> =>
    data === undefined ? partOf(content(), { start, bytes: array.bytes }) : inPieces([data])
  return { ...array, open: () => new ByteReader(open(), file) }
}

async function readElements(open: OpenRange, fileBytes: number, file: string): Promise<readonly Element[]> {
  const reader = new ByteReader(open(0, fileBytes), file)
  try {
    const header = await reader.read(headerBytes)
    const order = header.toString('latin1', 126, 128)
    if (header.toString('latin1', 0, 6) !== 'MATLAB' || (order !== 'IM' && order !== 'MI')) {
      throw badFile(file, 'is not a MATLAB file of level 5')
    }
    if (order === 'MI' || header.readUInt16LE(124) !== 0x0100) {
      throw unsuitableFile(file, 'is not a MATLAB file of level 5', 'Save it in MATLAB with the option -v7.')
    }
    const found: Element[] = []
    for (let at = headerBytes; at < fileBytes;) {
      const tag = await reader.read(8)
      const element = { type: tag.readUInt32LE(0), start: at + 8, bytes: tag.readUInt32LE(4) }
      if (found.push(element) > mostElements) throw badFile(file, `holds more than ${mostElements} variables`)
      if (element.type !== compressed && element.type !== matrix) {
        throw badFile(file, `has an element of the unknown type ${element.type}`)
      }
      await reader.skip(element.bytes)
      at = element.start + element.bytes
    }
    return found
  } finally {
    await reader.close()
  }
}

/** From the first byte after the element's tag. */
function contentOf(open: OpenRange, element: Element, file: string): AsyncIterable<Uint8Array> {
  const bytes = open(element.start, element.bytes)
  return element.type === compressed ? inflated(bytes, 'zlib', file) : bytes
}

/** An array of numbers. `data`: its elements, if they lie in the header. */
type Numbers = Omit<MatArray, 'open'> & { readonly data: Buffer | undefined }

interface Matrix {
  readonly name: string
  /** What it is, where it is no array of numbers. */
  readonly content: string | Numbers
}

/** Leaves the reader at the array's elements. */
async function readMatrix(reader: ByteReader, file: string): Promise<Matrix> {
  let tag = await readTag(reader, file)
  // A compressed element holds a whole matrix, with its tag.
  if (tag.type === matrix) tag = await readTag(reader, file)
  const flags = await readSmall(reader, tag, 6, 8, file)
  const dimensions = await readSmall(reader, await readTag(reader, file), 5, 32, file)
  const name = (await readSmall(reader, await readTag(reader, file), 1, mostNameBytes, file)).toString(
    'latin1'
  )
  const what = classes[flags.readUInt8(0)]
  if (what !== undefined) return { name, content: what }
  if ((flags.readUInt8(1) & 0x08) !== 0) return { name, content: 'an array of complex numbers' }
  const shape = Array.from({ length: dimensions.length / 4 }, (_, axis) => dimensions.readInt32LE(4 * axis))
  const count = elements(shape)
  const data = await readTag(reader, file)
  const kind = storage[data.type]
  if (
    kind === undefined ||
    shape.some((length) => length < 0) ||
    count * Number(kind.slice(1)) !== data.bytes
  ) {
    throw badFile(
      file,
      `announces ${formatCount(data.bytes)} bytes for the array ${name} of [${shape.join(', ')}]`
    )
  }
  const type = { kind, littleEndian: true }
  return { name, content: { shape, type, bytes: data.bytes, data: data.content } }
}

interface Tag {
  readonly type: number
  readonly bytes: number
  /** Of an element so small that it lies in its own tag. */
  readonly content?: Buffer
}

async function readTag(reader: ByteReader, file: string): Promise<Tag> {
  const tag = Buffer.from(await reader.read(8))
  const small = tag.readUInt16LE(2)
  if (small === 0) return { type: tag.readUInt32LE(0), bytes: tag.readUInt32LE(4) }
  if (small > 4) throw badFile(file, 'has a small element of more than 4 bytes')
  return { type: tag.readUInt16LE(0), bytes: small, content: tag.subarray(4, 4 + small) }
}

/** The content of a short element that must have a type. Elements end on multiples of 8 bytes. */
async function readSmall(
  reader: ByteReader,
  { type, bytes, content }: Tag,
  wanted: number,
  most: number,
  file: string
): Promise<Buffer> {
  if (type !== wanted || bytes > most || (wanted === 6 && bytes !== 8)) {
    throw badFile(file, 'has an array whose header is not as MATLAB writes it')
  }
  if (content !== undefined) return content
  const padded = Buffer.from(await reader.read(Math.ceil(bytes / 8) * 8))
  return padded.subarray(0, bytes)
}
