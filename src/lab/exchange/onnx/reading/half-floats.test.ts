import { expect, test } from 'vitest'
import { bfloat16, float16 } from './half-floats'

test.each([
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x0001, 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN]
])('binary16 %i', (bits, value) => {
  expect(float16(bits)).toBe(value)
})

test.each([
  [0x3f80, 1],
  [0xc000, -2],
  [0x3eab, 0.333984375],
  [0x7f80, Infinity]
])('bfloat16 %i', (bits, value) => {
  expect(bfloat16(bits)).toBe(value)
})
