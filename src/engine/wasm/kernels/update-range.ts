import type { Local } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/function-builder'
import { i32 } from '../assembler/scalar'
import { v128 } from '../assembler/vector'
import type { WasmPlan } from '../plan/plan'
import type { Update } from './optimizer'

/** w[i] <- update with the sum of part[0][i], part[1][i], ... */
export function updateRange(
  f: FunctionBuilder,
  plan: WasmPlan,
  update: Update,
  range: {
    readonly weights: ReturnType<typeof i32.add>
    readonly gradient: ReturnType<typeof i32.add>
    readonly bytes: ReturnType<typeof i32.mul>
    readonly partsEnd: Local<'i32'>
  }
): void {
  const weights = f.int(range.weights)
  const gradient = f.int(range.gradient)
  const end = f.int(i32.add(weights, range.bytes))
  const sum = f.local('v128')
  const part = f.local('i32')
  f.if(i32.lt(weights, end), () => {
    f.doWhile(() => {
      f.set(sum, v128.load(gradient))
      f.for(part, plan.parts.bytes, range.partsEnd, plan.parts.bytes, () => {
        f.set(sum, v128.addFloat(sum, v128.load(i32.add(gradient, part))))
      })
      update(weights, sum, 0)
      f.advance(weights, 16)
      f.advance(gradient, 16)
      return i32.lt(weights, end)
    })
  })
}
