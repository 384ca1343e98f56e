import type { Random } from '../../src/core/random'

/** What can become of a file: on the disk, in a copy, under a careless hand. */
export const corruptionKinds = [
  'flip a bit',
  'delete',
  'insert',
  'repeat',
  'cut off',
  'zero a block',
  'replace a digit',
  'duplicate a line',
  'swap two lines',
  'remove a line',
  'break a newline'
] as const
export type CorruptionKind = (typeof corruptionKinds)[number]

export interface Corruption {
  readonly kind: CorruptionKind
  readonly bytes: Uint8Array
}

/** The most bytes that one corruption deletes, repeats or zeroes. */
const reach = 64
const newline = 0x0a
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** A corrupted copy of a file that is not empty: never equal to the file. The same random numbers give the same one. */
export function corrupt(file: Uint8Array, random: Random): Corruption {
  for (;;) {
    const kind = corruptionKinds[random.nextBelow(corruptionKinds.length)] ?? 'flip a bit'
    const bytes = apply(kind, file, random)
    if (Buffer.compare(bytes, file) !== 0) return { kind, bytes }
  }
}

function apply(kind: CorruptionKind, file: Uint8Array, random: Random): Uint8Array {
  const place = random.nextBelow(file.length)
  const length = 1 + random.nextBelow(reach)
  const before = file.subarray(0, place)
  const after = file.subarray(place)
  switch (kind) {
    case 'flip a bit':
      return changed(file, place, (byte) => byte ^ (1 << random.nextBelow(8)))
    case 'delete':
      return Buffer.concat([before, after.subarray(length)])
    case 'insert': {
      const inserted = Uint8Array.from({ length: 1 + random.nextBelow(4) }, () => random.nextBelow(256))
      return Buffer.concat([before, inserted, after])
    }
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, length), after])
    case 'cut off':
      return before
    case 'zero a block':
      return Uint8Array.from(file).fill(0, place, place + length)
    case 'replace a digit': {
      const found = file.findIndex((byte, i) => i >= place && isDigit(byte))
      return changed(file, found, () => 0x30 + random.nextBelow(10))
    }
    case 'break a newline': {
      const found = file.indexOf(newline, place)
      return changed(file, found, () => random.nextBelow(256))
    }
    default:
      return withLines(kind, file, random)
  }
}

function withLines(
  kind: 'duplicate a line' | 'swap two lines' | 'remove a line',
  file: Uint8Array,
  random: Random
): Uint8Array {
  const lines = linesOf(file)
  const i = random.nextBelow(lines.length)
  const j = random.nextBelow(lines.length)
  const [one, other] = [lines[i] ?? file, lines[j] ?? file]
  switch (kind) {
    case 'duplicate a line':
      lines.splice(i, 0, one)
      break
    case 'swap two lines':
      lines[i] = other
      lines[j] = one
      break
    case 'remove a line':
      lines.splice(i, 1)
      break
  }
  return Buffer.concat(lines)
}

/** Each with its newline. */
function linesOf(file: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  let begin = 0
  while (begin < file.length) {
    const end = file.indexOf(newline, begin)
    const next = end < 0 ? file.length : end + 1
    lines.push(file.subarray(begin, next))
    begin = next
  }
  return lines
}

function changed(file: Uint8Array, place: number, change: (byte: number) => number): Uint8Array {
  return file.map((byte, i) => (i === place ? change(byte) : byte))
}
