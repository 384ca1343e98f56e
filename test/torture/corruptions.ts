import type { Random } from '../../src/core/maths/random'
import { corruptJson } from './corrupt-json'

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
  'break a newline',
  'empty',
  'append',
  'zero a page',
  'swap two blocks',
  'put another in its place',
  'change a value',
  'remove a key',
  'put other JSON in its place'
] as const
export type CorruptionKind = (typeof corruptionKinds)[number]

export interface Corruption {
  readonly kind: CorruptionKind
  readonly bytes: Uint8Array
}

const pageBytes = 4096
/** So many brackets that a reader that calls itself for each of them runs out of its stack. */
const depth = 200_000

/** What no file of any kind consists of. */
const otherJson = [
  'null',
  '{}',
  '[]',
  '""',
  '1e999',
  '{"format":1}',
  '{"format":2,"seal":"0123456789abcdef"}',
  '{"format":9007199254740993}',
  '['.repeat(depth),
  `${'['.repeat(depth)}${']'.repeat(depth)}`,
  `{"format":1,"files":${'['.repeat(depth)}${']'.repeat(depth)}}`
]

/** The most bytes that one corruption deletes, repeats or zeroes. */
const reach = 64
const newline = 0x0a
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/**
 * A corrupted copy of a file that is not empty: never equal to the file. The same random numbers give the same one.
 * @param other a whole file of the same kind that does not belong there, if there is one
 */
export function corrupt(file: Uint8Array, other: Uint8Array | undefined, random: Random): Corruption {
  for (;;) {
    const kind = corruptionKinds[random.nextBelow(corruptionKinds.length)] ?? 'flip a bit'
    const bytes = apply(kind, { file, other }, random)
    if (bytes !== undefined && Buffer.compare(bytes, file) !== 0) return { kind, bytes }
  }
}

/** @returns undefined where the file has nothing of the kind */
function apply(
  kind: CorruptionKind,
  { file, other }: { readonly file: Uint8Array; readonly other: Uint8Array | undefined },
  random: Random
): Uint8Array | undefined {
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
    case 'empty':
      return new Uint8Array(0)
    case 'append':
      return Buffer.concat([
        file,
        random.nextBelow(2) === 0 ? Buffer.alloc(length) : file.subarray(0, length)
      ])
    case 'zero a page': {
      const begin = place - (place % pageBytes)
      return Uint8Array.from(file).fill(0, begin, begin + pageBytes)
    }
    case 'swap two blocks': {
      const [one, two] = [place, random.nextBelow(file.length)].sort((a, b) => a - b)
      return swapped(file, one ?? 0, two ?? 0, length)
    }
    case 'put another in its place':
      return other
    case 'put other JSON in its place':
      return Buffer.from(otherJson[random.nextBelow(otherJson.length)] ?? 'null')
    case 'change a value':
    case 'remove a key':
      return corruptJson(kind, file, random)
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

/** Blocks of that length at two places, or as long as the places are apart. */
function swapped(file: Uint8Array, one: number, two: number, length: number): Uint8Array {
  const long = Math.min(length, two - one, file.length - two)
  return Buffer.concat([
    file.subarray(0, one),
    file.subarray(two, two + long),
    file.subarray(one + long, two),
    file.subarray(one, one + long),
    file.subarray(two + long)
  ])
}

function changed(file: Uint8Array, place: number, change: (byte: number) => number): Uint8Array {
  return file.map((byte, i) => (i === place ? change(byte) : byte))
}
