import { unsigned } from './leb128'

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

/** Code that leaves one value of a known type on WebAssembly's stack. */
export interface Expr<T extends ValueType> {
  readonly type: T
  readonly code: readonly number[]
}

/** A variable of the function under construction. */
export interface Local<T extends ValueType> extends Expr<T> {
  readonly index: number
}

/** An address or a count: a number is a constant. */
export type Int = Expr<'i32'> | number
export type F32 = Expr<'f32'>
export type F64 = Expr<'f64'>
export type V128 = Expr<'v128'>

/** Type codes (core specification 5.3). */
export const typeCode: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b
}

export function expr<T extends ValueType>(type: T, ...parts: readonly (readonly number[])[]): Expr<T> {
  return { type, code: parts.flat() }
}

/** Alignment hint 2^align and a constant offset. Hints do not change meaning; 0 promises nothing. */
export function memoryArgument(offset: number, align = 0): number[] {
  return [align, ...unsigned(offset)]
}
