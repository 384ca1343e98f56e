import { expr, type Expr, type F32, type F64, type Int, memoryArgument, type V128 } from './expression'
import { unsigned } from './leb128'
import { int } from './scalar'

/** Four lanes, named after the lanes of two vectors: 0 to 3 of the first, 4 to 7 of the second. */
export type Lanes = readonly [number, number, number, number]

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

const unary =
  (opcode: number) =>
  (a: V128): V128 =>
    expr('v128', a.code, simd(opcode))

const binary =
  (opcode: number) =>
  (a: V128, b: V128): V128 =>
    expr('v128', a.code, b.code, simd(opcode))

const load =
  (opcode: number) =>
  (address: Int, offset = 0): V128 =>
    expr('v128', int(address).code, simd(opcode), memoryArgument(offset))

const constant = (bytes: Uint8Array): V128 => expr('v128', simd(0x0c), [...bytes])

/** Operations on 128-bit vectors (core specification 5.4.8); floats come four at a time, doubles two. */
export const v128 = {
  load: load(0x00),
  /** One float to all lanes. */
  loadSplat: load(0x09),
  /** One float, and zeros above. */
  load32: load(0x5c),
  /** Two floats, and zeros above. */
  load64: load(0x5d),
  zero: constant(new Uint8Array(16)),
  floats: (a: number, b: number, c: number, d: number): V128 =>
    constant(new Uint8Array(Float32Array.of(a, b, c, d).buffer)),
  ints: (a: number, b: number, c: number, d: number): V128 =>
    constant(new Uint8Array(Int32Array.of(a, b, c, d).buffer)),
  splatFloat: (a: F32): V128 => expr('v128', a.code, simd(0x13)),
  splatInt: (a: Int): V128 => expr('v128', int(a).code, simd(0x11)),
  shuffle: (a: V128, b: V128, lanes: Lanes): V128 =>
    expr(
      'v128',
      a.code,
      b.code,
      simd(0x0d),
      lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte))
    ),
  /** The highest bit of each lane: bit 0 is that of lane 0. */
  bitmask: (a: V128): Expr<'i32'> => expr('i32', a.code, simd(0xa4)),
  lane: (a: V128, lane: number): F32 => expr('f32', a.code, simd(0x1f), [lane]),
  and: binary(0x4e),
  or: binary(0x50),
  xor: binary(0x51),
  addInt: binary(0xae),
  subInt: binary(0xb1),
  eqInt: binary(0x37),
  mulInt: binary(0xb5),
  /** Of signed numbers. */
  gtInt: binary(0x3b),
  shiftLeft: (a: V128, bits: number): V128 => expr('v128', a.code, int(bits).code, simd(0xab)),
  /** Of unsigned numbers. */
  shiftRight: (a: V128, bits: number): V128 => expr('v128', a.code, int(bits).code, simd(0xad)),
  addFloat: binary(0xe4),
  subFloat: binary(0xe5),
  mulFloat: binary(0xe6),
  divFloat: binary(0xe7),
  sqrtFloat: unary(0xe3),
  /** To the nearest whole number, halves to the even one. */
  nearestFloat: unary(0x6a),
  /** To whole numbers without their fractions; NaN gives 0. */
  truncateFloat: unary(0xf8),
  gtFloat: binary(0x44),
  /** True of NaN and itself. */
  neFloat: binary(0x42),
  /** Bits of a where those of the mask are 1, otherwise of b. */
  select: (a: V128, b: V128, mask: V128): V128 => expr('v128', a.code, b.code, mask.code, simd(0x52)),
  /** b where a < b, otherwise a: NaN in a stays. */
  pmaxFloat: binary(0xeb),
  /** b where b < a, otherwise a: NaN in a stays. */
  pminFloat: binary(0xea),
  maxInt: binary(0xb8),
  /** Widens the low or high eight u8 to u16. */
  extendLow8: unary(0x89),
  extendHigh8: unary(0x8a),
  /** Widens the low or high four u16 to i32. */
  extendLow16: unary(0xa9),
  extendHigh16: unary(0xaa),
  toFloat: unary(0xfa),
  splatDouble: (a: F64): V128 => expr('v128', a.code, simd(0x14)),
  addDouble: binary(0xf0),
  subDouble: binary(0xf1),
  mulDouble: binary(0xf2),
  divDouble: binary(0xf3),
  sqrtDouble: unary(0xef),
  /** The low two floats to doubles. */
  promote: unary(0x5f),
  /** Two doubles to the low two floats. */
  demote: unary(0x5e),
  /** a * b + c in one rounding where the machine has it (relaxed SIMD proposal). */
  relaxedMadd: (a: V128, b: V128, c: V128): V128 => expr('v128', a.code, b.code, c.code, simd(0x105))
} as const
