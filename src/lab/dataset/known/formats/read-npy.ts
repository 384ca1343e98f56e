import { badFile, unsuitableFile } from './bad-file'
import type { ByteReader } from './byte-reader'
import { type NumberType, parseNumberType } from './number-type'

/** What an array of numpy's is, before its bytes. */
export interface ArrayHeader {
  readonly shape: readonly number[]
  readonly type: NumberType
  /** The first index runs fastest. */
  readonly fortran: boolean
}

const magic = Buffer.from('\x93NUMPY', 'latin1')
/** Those of arrays of numbers take some 120 bytes. */
const mostHeaderBytes = 64 * 1024
const mostAxes = 8

/**
 * Reads the header of a .npy file, versions 1.0 to 3.0, and leaves the reader at the first byte of the array. The
 * header is the text of a Python dictionary; it is parsed and never evaluated.
 * @throws LabError 'data-corrupt'; 'unsupported' for arrays of objects, text or records
 */
export async function readNpyHeader(reader: ByteReader, name: string): Promise<ArrayHeader> {
  const start = await reader.read(8)
  if (!start.subarray(0, 6).equals(magic)) throw badFile(name, 'is not an array of numpy’s (.npy)')
  const version = start.readUInt8(6)
  if (version < 1 || version > 3) throw badFile(name, `has the unknown .npy version ${version}`)
  const bytes =
    version === 1 ? (await reader.read(2)).readUInt16LE(0) : (await reader.read(4)).readUInt32LE(0)
  if (bytes > mostHeaderBytes) throw badFile(name, `announces a header of ${bytes} bytes`)
  return parseNpyHeader((await reader.read(bytes)).toString('latin1'), name)
}

/** @param text such as `{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }` */
export function parseNpyHeader(text: string, name: string): ArrayHeader {
  const body = /^\s*\{([^{}]*)\}\s*$/.exec(text)?.[1]
  if (body === undefined) throw badFile(name, 'has a header that is not one of numpy’s')
  const fields = readFields(body, name)
  const descr = fields.get('descr')
  const order = fields.get('fortran_order')
  const shape = parseShape(fields.get('shape'))
  if (descr === undefined || shape === undefined || (order !== 'True' && order !== 'False')) {
    throw badFile(name, 'has a header that lacks what numpy writes')
  }
  const type = parseNumberType(descr.slice(1, -1))
  if (type === undefined) {
    const what = descr.includes('O') ? 'Python objects' : `elements of the type ${descr.slice(0, 40)}`
    throw unsuitableFile(name, `holds ${what}`, 'Save it in numpy as an array of plain numbers (uint8).')
  }
  return { shape, type, fortran: order === 'True' }
}

/** `'key': value` pairs, whose values are a text, True or False, or a tuple or list. */
function readFields(body: string, name: string): ReadonlyMap<string, string> {
  const field = /\s*'([a-z_]{1,20})'\s*:\s*('[^']*'|True|False|\([^()]*\)|\[[^[\]]*\])\s*(?:,|$)/y
  const fields = new Map<string, string>()
  while (field.lastIndex < body.length && body.slice(field.lastIndex).trim() !== '') {
    const [, key, value] = field.exec(body) ?? []
    if (key === undefined || value === undefined || fields.has(key) || fields.size === 3) {
      throw badFile(name, 'has a header that is not one of numpy’s')
    }
    fields.set(key, value)
  }
  return fields
}

/** `(3, 28L)` -> [3, 28]; undefined for what is no shape, or one beyond what numbers can count */
function parseShape(text: string | undefined): readonly number[] | undefined {
  const inner = text === undefined ? undefined : /^\(([0-9L,\s]*)\)$/.exec(text)?.[1]
  if (inner === undefined) return undefined
  const parts = inner.split(',').map((part) => part.trim())
  if (parts.at(-1) === '') parts.pop()
  if (parts.length > mostAxes || !parts.every((part) => /^[0-9]{1,15}L?$/.test(part))) return undefined
  const shape = parts.map((part) => Number(part.replace('L', '')))
  return Number.isSafeInteger(elements(shape) * 8) ? shape : undefined
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}
