import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { formatCount } from '../../../../core/format/format-number'
import { hints, invalidCheckpoint, refused } from '../../../checkpoint/invalid-checkpoint'

/**
 * What an ONNX file may cost before anything is built from it. The largest network that Tenfold trains has 16 million
 * parameters, and a file nests them five levels deep.
 */
export const wireLimits = {
  bytes: 200_000_000,
  depth: 16,
  /** Messages and texts: operators, settings, names. */
  parts: 200_000,
  /** Numbers that are written one by one. */
  numbers: 17_000_000,
  /** Of them, whole ones of 64 bits, each of which becomes an object. */
  longs: 200_000
} as const

interface Walk {
  readonly bytes: Uint8Array
  readonly name: string
  parts: number
  numbers: number
  longs: number
}

/**
 * Walks through a protobuf message without building anything, within `wireLimits`.
 * @param name the file's name, for messages
 * @throws LabError 'checkpoint-invalid'
 */
export function checkWire(bytes: Uint8Array, schema: DescMessage, name: string): void {
  if (bytes.length > wireLimits.bytes) {
    throw invalidCheckpoint(
      `${name} has ${formatCount(bytes.length)} bytes; at most ${formatCount(wireLimits.bytes)} are allowed.`,
      'Networks that Tenfold can train are smaller. Choose another file.'
    )
  }
  const reader = new BinaryReader(bytes)
  walk(reader, schema, bytes.length, 1, { bytes, name, parts: 0, numbers: 0, longs: 0 })
}

function walk(reader: BinaryReader, schema: DescMessage, end: number, depth: number, state: Walk): void {
  if (depth > wireLimits.depth) {
    throw invalidCheckpoint(
      `${state.name} is nested more than ${wireLimits.depth} levels deep.`,
      hints.network
    )
  }
  const fields = new Map(schema.fields.map((field) => [field.number, field]))
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    const field = fields.get(number)
    const message = field?.message
    if (wire !== WireType.LengthDelimited || field === undefined) {
      reader.skip(wire, number, wireLimits.depth)
      spend(state, 'numbers', 1)
      if (field !== undefined && isLong(field)) spend(state, 'longs', 1)
    } else {
      spend(state, 'parts', 1)
      const length = reader.uint32()
      const stop = reader.pos + length
      // Past the end of what it is part of, the rest was cut off.
      if (stop > end) throw new RangeError('premature EOF')
      if (message !== undefined) walk(reader, message, stop, depth + 1, state)
      else if (field.fieldKind === 'list' && isNumber(field)) {
        const count = packedCount(field, state.bytes.subarray(reader.pos, stop))
        spend(state, 'numbers', count)
        if (isLong(field)) spend(state, 'longs', count)
      }
      reader.pos = stop
    }
  }
  if (reader.pos > end) throw new RangeError('premature EOF')
}

function packedCount({ scalar }: DescField, packed: Uint8Array): number {
  if (scalar === ScalarType.FLOAT) return packed.length / 4
  if (scalar === ScalarType.DOUBLE) return packed.length / 8
  // The last byte of each number has no high bit.
  let count = 0
  for (const byte of packed) if (byte < 0x80) count++
  return count
}

function spend(walk: Walk, kind: keyof typeof words, count: number): void {
  walk[kind] += count
  if (walk[kind] <= wireLimits[kind]) return
  throw refused(walk.name, `has more than ${formatCount(wireLimits[kind])} ${words[kind]}`)
}

const words = { parts: 'parts', numbers: 'numbers', longs: 'whole numbers' } as const

function isLong({ scalar }: DescField): boolean {
  return scalar === ScalarType.INT64 || scalar === ScalarType.UINT64
}

function isNumber({ scalar }: DescField): boolean {
  return scalar !== undefined && scalar !== ScalarType.STRING && scalar !== ScalarType.BYTES
}
