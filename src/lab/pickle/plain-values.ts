import type { PickleCursor } from './pickle-cursor'
import type { PickleDialect } from './pickle-dialect'
import { fromRepr } from './pickle-text'
import type { PickleLong, PickleValue } from './pickle-value'

/** Seeds of random numbers take 8; PyTorch marks its files with a number of 10. */
const mostLongBytes = 16

/** A value that lies in the pickle as it is; undefined when the opcode does something else. */
export function readPlainValue(
  opcode: number,
  cursor: PickleCursor,
  dialect: PickleDialect
): PickleValue | undefined {
  const bytes = (length: number): PickleValue => ({ kind: 'bytes', bytes: cursor.take(length) })
  const text = (length: number): PickleValue => ({
    kind: 'text',
    bytes: cursor.take(length),
    encoding: 'utf8'
  })
  switch (opcode) {
    case 0x4e: // NONE
      return null
    case 0x88: // NEWTRUE
      return true
    case 0x89: // NEWFALSE
      return false
    case 0x49: // INT: also how protocol 0 writes False and True
    case 0x4c: // LONG
      return wholeNumber(cursor.line().toString('latin1', 0, 64), dialect)
    case 0x46: // FLOAT
      return Number(cursor.line().toString('latin1', 0, 64))
    case 0x47: // BINFLOAT
      return cursor.float64()
    case 0x4a: // BININT
      return cursor.int32()
    case 0x4b: // BININT1
      return cursor.byte()
    case 0x4d: // BININT2
      return cursor.uint16()
    case 0x8a: // LONG1
      return longNumber(cursor.take(cursor.byte()), dialect)
    case 0x8b: // LONG4
      return longNumber(cursor.take(cursor.uint32()), dialect)
    case 0x53: {
      // STRING
      const line = fromRepr(cursor.line())
      if (line === undefined) throw dialect.bad('is no valid pickle: it has a text without quotes')
      return { kind: 'bytes', bytes: line }
    }
    case 0x54: // BINSTRING
    case 0x42: // BINBYTES
      return bytes(cursor.uint32())
    case 0x55: // SHORT_BINSTRING
    case 0x43: // SHORT_BINBYTES
      return bytes(cursor.byte())
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
      return bytes(cursor.uint64())
    case 0x56: // UNICODE
      return { kind: 'text', bytes: cursor.line(), encoding: 'raw-unicode-escape' }
    case 0x58: // BINUNICODE
      return text(cursor.uint32())
    case 0x8c: // SHORT_BINUNICODE
      return text(cursor.byte())
    case 0x8d: // BINUNICODE8
      return text(cursor.uint64())
    case 0x5d: // EMPTY_LIST
      return { kind: 'list', items: [] }
    case 0x29: // EMPTY_TUPLE
      return { kind: 'tuple', items: [] }
    case 0x8f: // EMPTY_SET
      return { kind: 'list', items: [] }
    case 0x7d: // EMPTY_DICT
      return { kind: 'dict', entries: new Map(), subclass: false }
    default:
      return undefined
  }
}

/** A line of protocol 0: `12`, `12L`; `00` and `01` are how it writes False and True. */
export function wholeNumber(text: string, dialect: PickleDialect): number | boolean {
  if (text === '00' || text === '01') return text === '01'
  const digits = /^(-?[0-9]{1,15})L?$/.exec(text.trim())?.[1]
  if (digits === undefined)
    throw dialect.bad('is no valid pickle: it has a number that is none, or too large')
  return Number(digits)
}

/** @param bytes two's complement, the low byte first */
function longNumber(bytes: Buffer, dialect: PickleDialect): number | PickleLong {
  if (bytes.length === 0) return 0
  if (bytes.length <= 6) return bytes.readIntLE(0, bytes.length)
  if (bytes.length > mostLongBytes)
    throw dialect.bad(`is no valid pickle: it has a number of ${bytes.length} bytes`)
  const digits = Buffer.from(bytes).reverse().toString('hex')
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits}`))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : { kind: 'long', value }
}
