import { formatCount } from '../../../../core/format/format-number'
import { badFile } from './bad-file'
import type { ByteReader } from './byte-reader'
import type { NumberKind, NumberType } from './number-type'
import { elements } from './read-npy'

/** What an array of numbers is; the first index runs fastest. */
export interface MatNumbers {
  readonly shape: readonly number[]
  /** Of its elements in the file, which MATLAB stores as small as they fit. */
  readonly type: NumberType
  readonly bytes: number
}

interface Matrix {
  readonly name: string
  /** Or the name of what it is instead: `a cell array` */
  readonly numbers: MatNumbers | string
  /** Its elements, where they are so few that they lie in the header. */
  readonly data?: Buffer | undefined
}

/** The type of an element that is a variable. */
export const matrix = 14
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
/** Reads a variable's header, and leaves the reader at its elements. @throws LabError 'data-corrupt' */
export async function readMatrix(reader: ByteReader, file: string): Promise<Matrix> {
  let tag = await readTag(reader, file)
  // A compressed element holds a whole matrix, with its tag.
  if (tag.type === matrix) tag = await readTag(reader, file)
  const flags = await readSmall(reader, tag, 6, 8, file)
  const dimensions = await readSmall(reader, await readTag(reader, file), 5, 32, file)
  const name = (await readSmall(reader, await readTag(reader, file), 1, mostNameBytes, file)).toString(
    'latin1'
  )
  const what = classes[flags.readUInt8(0)]
  if (what !== undefined) return { name, numbers: what }
  if ((flags.readUInt8(1) & 0x08) !== 0) return { name, numbers: 'an array of complex numbers' }
  const shape = Array.from({ length: dimensions.length / 4 }, (_, axis) => dimensions.readInt32LE(4 * axis))
  const data = await readTag(reader, file)
  const kind = storage[data.type]
  if (
    kind === undefined ||
    shape.some((length) => length < 0) ||
    elements(shape) * Number(kind.slice(1)) !== data.bytes
  ) {
    throw badFile(
      file,
      `announces ${formatCount(data.bytes)} bytes for the array ${name} of [${shape.join(', ')}]`
    )
  }
  const type = { kind, littleEndian: true }
  return { name, numbers: { shape, type, bytes: data.bytes }, data: data.content }
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
