import { expect, test } from 'vitest'
import { decodeText } from './decode-text'

const text = '{"title": "Größe – 大"}'
const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le')

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, as Windows writes it', littleEndian],
  ['UTF-16, the other byte first', Buffer.from(littleEndian).swap16()]
])('reads %s', (_, bytes) => {
  expect(decodeText(bytes)).toBe(text)
})

test('what is not text is not read', () => {
  expect(decodeText(Uint8Array.of(0x7b, 0xff, 0x7d))).toBeUndefined()
  expect(decodeText(littleEndian.subarray(0, -1))).toBeUndefined()
  expect(decodeText(new Uint8Array(0))).toBe('')
})
