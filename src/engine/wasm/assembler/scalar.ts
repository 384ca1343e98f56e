import { expr, type Expr, type F32, type F64, type Int, memoryArgument, type ValueType } from './expression'
import { signedLeb128 } from './leb128'

type I64 = Expr<'i64'>

/** A number becomes a constant. */
export function int(value: Int): Expr<'i32'> {
  return typeof value === 'number' ? expr('i32', [0x41, ...signedLeb128(value)]) : value
}

const intBinary =
  (opcode: number) =>
  (a: Int, b: Int): Expr<'i32'> =>
    expr('i32', int(a).code, int(b).code, [opcode])

const binary =
  <T extends ValueType>(type: T, opcode: number) =>
  (a: Expr<T>, b: Expr<T>): Expr<T> =>
    expr(type, a.code, b.code, [opcode])

const compare =
  <T extends ValueType>(opcode: number) =>
  (a: Expr<T>, b: Expr<T>): Expr<'i32'> =>
    expr('i32', a.code, b.code, [opcode])

const convert =
  <F extends ValueType, T extends ValueType>(type: T, opcode: number) =>
  (a: Expr<F>): Expr<T> =>
    expr(type, a.code, [opcode])

const addInt = intBinary(0x6a)
const mulInt = intBinary(0x6c)

export const i32 = {
  const: int,
  add: (a: Int, b: Int): Int => {
    if (typeof a === 'number' && typeof b === 'number') return a + b
    if (b === 0) return a
    return a === 0 ? b : addInt(a, b)
  },
  sub: intBinary(0x6b),
  mul: (a: Int, b: Int): Int => {
    if (typeof a === 'number' && typeof b === 'number') return Math.imul(a, b)
    if (a === 0 || b === 0) return 0
    if (b === 1) return a
    return a === 1 ? b : mulInt(a, b)
  },
  div: intBinary(0x6e),
  and: intBinary(0x71),
  or: intBinary(0x72),
  xor: intBinary(0x73),
  shl: intBinary(0x74),
  /** Of unsigned numbers. */
  shr: intBinary(0x76),
  eq: intBinary(0x46),
  ne: intBinary(0x47),
  lt: intBinary(0x49),
  ge: intBinary(0x4f),
  /** The smaller of two unsigned numbers; both are evaluated twice. */
  min: (a: Int, b: Int): Expr<'i32'> =>
    expr('i32', int(a).code, int(b).code, int(a).code, int(b).code, [0x49, 0x1b]),
  /** The larger of two unsigned numbers; both are evaluated twice. */
  max: (a: Int, b: Int): Expr<'i32'> =>
    expr('i32', int(a).code, int(b).code, int(a).code, int(b).code, [0x4b, 0x1b]),
  load: (address: Int, offset = 0): Expr<'i32'> =>
    expr('i32', int(address).code, [0x28], memoryArgument(offset)),
  /** Two bytes as an unsigned number. */
  load16: (address: Int, offset = 0): Expr<'i32'> =>
    expr('i32', int(address).code, [0x2f], memoryArgument(offset)),
  /** The number of the lowest bit that is 1; 32 where none is. */
  ctz: convert<'i32', 'i32'>('i32', 0x68),
  /** 1 of zero, 0 of anything else. */
  eqz: convert<'i32', 'i32'>('i32', 0x45),
  /** Towards zero; NaN gives 0. */
  truncate: (a: F64): Expr<'i32'> => expr('i32', a.code, [0xfc, 0x02])
} as const

export const i64 = {
  const: (value: number): I64 => expr('i64', [0x42, ...signedLeb128(value)]),
  extend: convert<'i32', 'i64'>('i64', 0xac),
  sub: binary('i64', 0x7d),
  shl: binary('i64', 0x86),
  shr: binary('i64', 0x87),
  wrap: convert<'i64', 'i32'>('i32', 0xa7),
  bits: convert<'f64', 'i64'>('i64', 0xbd)
} as const

export const f32 = {
  const: (value: number): F32 => expr('f32', [0x43, ...new Uint8Array(Float32Array.of(value).buffer)]),
  load: (address: Int, offset = 0): F32 => expr('f32', int(address).code, [0x2a], memoryArgument(offset)),
  add: binary('f32', 0x92),
  mul: binary('f32', 0x94),
  ne: compare<'f32'>(0x5c),
  demote: convert<'f64', 'f32'>('f32', 0xb6)
} as const

export const f64 = {
  load: (address: Int, offset = 0): F64 => expr('f64', int(address).code, [0x2b], memoryArgument(offset)),
  const: (value: number): F64 => expr('f64', [0x44, ...new Uint8Array(Float64Array.of(value).buffer)]),
  add: binary('f64', 0xa0),
  sub: binary('f64', 0xa1),
  mul: binary('f64', 0xa2),
  div: binary('f64', 0xa3),
  min: binary('f64', 0xa4),
  max: binary('f64', 0xa5),
  abs: convert<'f64', 'f64'>('f64', 0x99),
  neg: convert<'f64', 'f64'>('f64', 0x9a),
  sqrt: convert<'f64', 'f64'>('f64', 0x9f),
  /** The size of a with the sign of b. */
  copySign: binary('f64', 0xa6),
  nearest: convert<'f64', 'f64'>('f64', 0x9e),
  promote: convert<'f32', 'f64'>('f64', 0xbb),
  fromInt: convert<'i32', 'f64'>('f64', 0xb8),
  fromSigned: convert<'i32', 'f64'>('f64', 0xb7),
  fromBits: convert<'i64', 'f64'>('f64', 0xbf)
} as const

/** Sequentially consistent operations on shared memory (threads proposal). */
export const atomic = {
  load: (address: Int): Expr<'i32'> => expr('i32', int(address).code, [0xfe, 0x10], memoryArgument(0, 2)),
  /** @returns the value before */
  add: (address: Int, amount: Int): Expr<'i32'> =>
    expr('i32', int(address).code, int(amount).code, [0xfe, 0x1e], memoryArgument(0, 2)),
  /** @returns the value before */
  exchange: (address: Int, value: Int): Expr<'i32'> =>
    expr('i32', int(address).code, int(value).code, [0xfe, 0x41], memoryArgument(0, 2)),
  /** Writes the value where the expected one is. @returns the value before */
  compareExchange: (address: Int, expected: Int, value: Int): Expr<'i32'> =>
    expr('i32', int(address).code, int(expected).code, int(value).code, [0xfe, 0x48], memoryArgument(0, 2)),
  /** Sleeps while the value at the address is the expected one. */
  wait: (address: Int, expected: Int): Expr<'i32'> =>
    expr('i32', int(address).code, int(expected).code, [0x42, 0x7f], [0xfe, 0x01], memoryArgument(0, 2)),
  notifyAll: (address: Int): Expr<'i32'> =>
    expr('i32', int(address).code, [0x41, 0x7f], [0xfe, 0x00], memoryArgument(0, 2))
} as const
