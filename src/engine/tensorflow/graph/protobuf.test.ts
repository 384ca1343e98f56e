import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, float32, joined, packed, varintField } from './protobuf'

/** Reads one varint, as the encoding's page defines it. @returns [value, bytes read] */
function readVarint(content: Uint8Array, at: number): [bigint, number] {
  let value = 0n
  for (let i = 0; ; i++) {
    const byte = content[at + i] ?? 0
    value |= BigInt(byte & 127) << BigInt(7 * i)
    if (byte < 128) return [value, i + 1]
  }
}

test('whole numbers are read back, negative ones as two’s complement of 64 bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.maxSafeInteger(), (field, value) => {
      const content = varintField(field, value)
      const [tag, used] = readVarint(content, 0)
      const [read, length] = readVarint(content, used)
      expect(Number(tag)).toBe(field * 8)
      expect(Number(BigInt.asIntN(64, read))).toBe(value)
      expect(used + length).toBe(content.length)
    })
  )
})

test('the examples of the specification', () => {
  expect([...varintField(1, 150)]).toEqual([0x08, 0x96, 0x01])
  expect([...bytes(2, 'testing')]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
  expect([...bytes(3, [varintField(1, 150)])]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01])
  expect([...packed(6, [3, 270, 86942])]).toEqual([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05])
  expect([...float32(1, 1)]).toEqual([0x0d, 0, 0, 0x80, 0x3f])
  expect([...joined([Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)])]).toEqual([1, 2, 3])
})
