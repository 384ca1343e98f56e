import { badFile, unsuitableFile } from './bad-file'
import { ByteReader } from './byte-reader'
import { inPieces } from './in-pieces'
import { inflated } from './inflated'
import { partOf } from './part-of'
import { type MatNumbers, matrix, readMatrix } from './read-matrix'

/** Opens a part of the file. */
export type OpenRange = (start: number, bytes: number) => AsyncIterable<Uint8Array>

/** A numeric array in a MATLAB file. */
export interface MatArray extends MatNumbers {
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
const mostElements = 64

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
      const { name, numbers, data } = await readMatrix(reader, file)
      if (typeof numbers === 'string') variables.set(name, numbers)
      else {
        const range = { start: reader.position, bytes: numbers.bytes }
        const elements = data === undefined ? () => partOf(content(), range) : () => inPieces([data])
        variables.set(name, { ...numbers, open: () => new ByteReader(elements(), file) })
      }
    } finally {
      await reader.close()
    }
  }
  return variables
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
