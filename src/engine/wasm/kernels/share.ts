import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import { i32 } from '../assembler/scalar'

/** [from, to) */
interface Range {
  readonly from: Local<'i32'>
  readonly to: Local<'i32'>
}

/** Of so many things those of one unit, when each of `units` has about as many; both locals serve every call. */
export function emitShare(f: FunctionBuilder, unit: Local<'i32'>, units: number): (things: number) => Range {
  const from = f.local('i32')
  const to = f.local('i32')
  return (things) => {
    f.setInt(from, i32.div(i32.mul(unit, things), units))
    f.setInt(to, i32.div(i32.mul(i32.add(unit, 1), things), units))
    return { from, to }
  }
}
