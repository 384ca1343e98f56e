import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedLeb128, unsigned } from './leb128'

function decode(bytes: readonly number[], extendSign: boolean): number {
  let value = 0
  bytes.forEach((byte, i) => {
    value += (byte & 0x7f) * 2 ** (7 * i)
  })
  const last = bytes.at(-1) ?? 0
  return extendSign && (last & 0x40) !== 0 ? value - 2 ** (7 * bytes.length) : value
}

test('unsigned numbers come back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      expect(decode(unsigned(value), false)).toBe(value)
    })
  )
})

test('signed numbers come back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
      expect(decode(signedLeb128(value), true)).toBe(value)
    })
  )
})

test('the examples of the specification', () => {
  expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26])
  expect(signedLeb128(-123456)).toEqual([0xc0, 0xbb, 0x78])
})
