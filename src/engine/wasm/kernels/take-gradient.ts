import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { FunctionBuilder } from '../assembler/function-builder'
import type { WasmPlan } from '../plan/plan'
import { emitUpdate, type Update, type Updated } from './optimizer'

/**
 * What is done with four gradients once they are known: they go to the optimizer, or, where gradients are clipped, beside
 * the weights until all of them are there.
 */
export function emitTakeGradient(
  f: FunctionBuilder,
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  updated: Updated
): Update {
  const { clipping } = plan
  if (clipping === undefined) return emitUpdate(f, plan, optimizer, updated)
  return (address, gradient, offset) => {
    f.store(address, gradient, offset + clipping.held)
  }
}
