import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'

type IntLocal = Local<'i32'>

/** The parameters of a function that takes whole numbers only. */
export function parameters(f: FunctionBuilder, count: 2): [IntLocal, IntLocal]
export function parameters(f: FunctionBuilder, count: 3): [IntLocal, IntLocal, IntLocal]
export function parameters(f: FunctionBuilder, count: 4): [IntLocal, IntLocal, IntLocal, IntLocal]
export function parameters(
  f: FunctionBuilder,
  count: 6
): [IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal]
export function parameters(
  f: FunctionBuilder,
  count: 8
): [IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal]
export function parameters(
  f: FunctionBuilder,
  count: 10
): [IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal, IntLocal]
export function parameters(f: FunctionBuilder, count: number): IntLocal[] {
  return Array.from({ length: count }, (_, i) => f.parameter(i, 'i32'))
}

/** Their types. */
export function ints(count: number): 'i32'[] {
  return Array.from({ length: count }, () => 'i32')
}
