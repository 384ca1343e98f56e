import { required } from '../../core/base/required'
import type { PickleText, PickleValue } from './pickle-value'

/** Names and descriptions are short. */
const mostNameBytes = 4096

/** A short text, or Python 2's bytes in its place; undefined for anything else. */
export function nameOf(value: PickleValue | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'bytes' && value.bytes.length <= mostNameBytes) return value.bytes.toString('latin1')
  if (value.kind !== 'text' || value.bytes.length > mostNameBytes) return undefined
  return value.encoding === 'utf8' ? value.bytes.toString('utf8') : latin1Bytes(value)?.toString('latin1')
}

/** The bytes that Python 3 wraps in a text when it writes for Python 2; undefined when a character is no byte. */
export function latin1Bytes({ bytes, encoding }: PickleText): Buffer | undefined {
  return encoding === 'utf8' ? fromUtf8(bytes) : fromEscapes(bytes)
}

function fromUtf8(bytes: Buffer): Buffer | undefined {
  const target = Buffer.allocUnsafe(bytes.length)
  let filled = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = required(bytes[i], 'a byte')
    if (byte < 0x80) target[filled++] = byte
    else {
      const next = bytes[++i]
      if ((byte !== 0xc2 && byte !== 0xc3) || next === undefined || (next & 0xc0) !== 0x80) return undefined
      target[filled++] = ((byte & 0x03) << 6) | (next & 0x3f)
    }
  }
  return target.subarray(0, filled)
}

/** `\u0000` and the like; every other byte is its own character. */
function fromEscapes(bytes: Buffer): Buffer | undefined {
  const target = Buffer.allocUnsafe(bytes.length)
  let filled = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = required(bytes[i], 'a byte')
    if (byte !== 0x5c || bytes[i + 1] !== 0x75) target[filled++] = byte
    else {
      const digits = bytes.toString('latin1', i + 2, i + 6)
      if (!/^00[0-9a-fA-F]{2}$/.test(digits)) return undefined
      target[filled++] = Number.parseInt(digits, 16)
      i += 5
    }
  }
  return target.subarray(0, filled)
}

/** A text of protocol 0, as Python 2's repr writes it: `'abc\x00\n'`; undefined for what is not one. */
export function fromRepr(line: Buffer): Buffer | undefined {
  const quote = line[0]
  if (line.length < 2 || (quote !== 0x27 && quote !== 0x22) || line.at(-1) !== quote) return undefined
  const target = Buffer.allocUnsafe(line.length)
  let filled = 0
  for (let i = 1; i < line.length - 1; i++) {
    const byte = required(line[i], 'a byte')
    if (byte !== 0x5c) target[filled++] = byte
    else {
      const escape = line.toString('latin1', i + 1, i + 2)
      const digits = line.toString('latin1', i + 2, i + 4)
      const plain = { n: 0x0a, r: 0x0d, t: 0x09, '\\': 0x5c, "'": 0x27, '"': 0x22 }
      const known = Object.entries(plain).find(([name]) => name === escape)?.[1]
      if (known === undefined && !(escape === 'x' && /^[0-9a-f]{2}$/.test(digits))) return undefined
      target[filled++] = known ?? Number.parseInt(digits, 16)
      i += known === undefined ? 3 : 1
    }
  }
  return target.subarray(0, filled)
}
