import { utf8 } from '@scure/base'

const marks = {
  utf8: [0xef, 0xbb, 0xbf],
  littleEndian: [0xff, 0xfe],
  bigEndian: [0xfe, 0xff]
} as const

/**
 * The text of a file that people may have written: in UTF-8, or in UTF-16 where the file begins with its byte order
 * mark, as editors on Windows save it.
 * @returns undefined for what is not text
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (begins(bytes, marks.littleEndian)) return decodeUtf16(bytes, true)
  if (begins(bytes, marks.bigEndian)) return decodeUtf16(bytes, false)
  try {
    return utf8.encode(begins(bytes, marks.utf8) ? bytes.subarray(marks.utf8.length) : bytes)
  } catch {
    return undefined // the caller says what it expected
  }
}

function begins(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte)
}

function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string | undefined {
  if (bytes.length % 2 !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const characters: string[] = []
  for (let at = 2; at < bytes.length; at += 2) {
    characters.push(String.fromCharCode(view.getUint16(at, littleEndian)))
  }
  return characters.join('')
}
