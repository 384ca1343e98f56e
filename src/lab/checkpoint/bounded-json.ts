import { formatCount } from '../../core/format/format-number'
import { hints, invalidCheckpoint, shown } from './invalid-checkpoint'

/** What JSON from outside may cost. A checkpoint needs a fraction of the depth and the number of values. */
export const jsonLimits = { bytes: 300_000_000, depth: 32, values: 100_000 } as const

const quote = 0x22
const comma = 0x2c
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Parses JSON that may come from anywhere: size, depth and number of values are checked on the bytes, before the
 * parser builds anything from them.
 * @param name the file's name, for messages
 * @throws LabError 'checkpoint-invalid'
 */
export function parseBoundedJson(bytes: Uint8Array, name: string): unknown {
  if (bytes.length > jsonLimits.bytes) {
    throw invalidCheckpoint(
      `${name} has ${formatCount(bytes.length)} bytes; at most ${formatCount(jsonLimits.bytes)} are allowed.`,
      'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
    )
  }
  checkStructure(bytes, name)
  try {
    return JSON.parse(decodeText(bytes, name), (key: string, value: unknown) => {
      if (key === '__proto__') {
        throw invalidCheckpoint(`${name} has a key “__proto__”, which no checkpoint has.`, hints.choose)
      }
      return value
    })
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw invalidCheckpoint(`${name} is not valid JSON (${shown(cause.message)}).`, hints.damaged, cause)
  }
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalidCheckpoint(`${name} is not UTF-8 text.`, hints.damaged, cause)
  }
}

/** One pass over the bytes: begins as an object, closes what it opens, stays within depth and number of values. */
function checkStructure(bytes: Uint8Array, name: string): void {
  const begin = firstCharacter(bytes)
  if (begin === undefined) throw invalidCheckpoint(`${name} is empty.`, hints.damaged)
  if (bytes[begin] !== openBrace) {
    throw invalidCheckpoint(`${name} is not a checkpoint: it does not begin with “{”.`, hints.choose)
  }
  let depth = 0
  let values = 0
  for (let i = begin; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === quote) {
      i = closingQuote(bytes, i + 1)
      if (i < 0) throw cutOff(name)
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1
      values += 1
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
    } else if (byte === comma) {
      values += 1
    }
    if (depth > jsonLimits.depth) {
      throw invalidCheckpoint(`${name} is nested more than ${jsonLimits.depth} levels deep.`, hints.choose)
    }
    if (values > jsonLimits.values) {
      throw invalidCheckpoint(
        `${name} has more than ${formatCount(jsonLimits.values)} values, far more than any checkpoint.`,
        hints.choose
      )
    }
  }
  if (depth > 0) throw cutOff(name)
}

function cutOff(name: string): Error {
  return invalidCheckpoint(
    `${name} ends in the middle: the rest was cut off.`,
    'The download or copy was probably interrupted. Copy it again, or use another checkpoint.'
  )
}

/** Past a byte order mark and white space. */
function firstCharacter(bytes: Uint8Array): number | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return i
  }
  return undefined
}

/** @returns where the string that began before `from` ends, or -1 */
function closingQuote(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(quote, from); at >= 0; at = bytes.indexOf(quote, at + 1)) {
    let escapes = 0
    while (at - 1 - escapes >= from && bytes[at - 1 - escapes] === backslash) escapes += 1
    if (escapes % 2 === 0) return at
  }
  return -1
}
