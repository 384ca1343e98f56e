import type { OptimizerSpec } from '../../core/optimizers/optimizer-kinds'
import type { Features } from './assembler/function-builder'
import type { ModuleBuilder } from './assembler/module-builder'
import { emitProgram } from './kernels/emit-program'
import type { WasmPlan } from './plan/plan'

export const pageBytes = 65_536
/** Room that slots may take beyond the plan. Address space only: pages that nobody touches cost nothing. */
const slotRoom = 2 ** 30

interface EmittedModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly functions: ModuleBuilder['functions']
  readonly features: Features
  /** Limits of its memory. */
  readonly pages: { readonly initial: number; readonly maximum: number }
}

/** The binary module that trains a plan. */
export function emitModule(
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  labelSmoothing: number,
  support: 'simd' | 'relaxed'
): EmittedModule {
  const pages = {
    initial: Math.ceil(plan.bytes / pageBytes),
    maximum: Math.min(65_536, Math.ceil((plan.bytes + slotRoom) / pageBytes))
  }
  const builder = emitProgram(plan, optimizer, labelSmoothing, { relaxedSimd: support === 'relaxed' })
  return { bytes: builder.encode(pages), functions: builder.functions, features: builder.features, pages }
}
