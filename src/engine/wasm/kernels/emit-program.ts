import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import type { Features } from '../assembler/function-builder'
import { ModuleBuilder } from '../assembler/module-builder'
import type { WasmPlan } from '../plan/plan'
import { emitClipping } from './clipping'
import { emitExponential, emitLogarithm } from './exponential'
import { VectorFunctions } from './vector-functions'
import { emitImagePass } from './image-pass'
import { emitMatrixStep } from './matrix-step'
import { emitBeginStep } from './optimizer'
import { emitPhases } from './phases'
import { emitRowPass } from './row-pass'
import { emitLabelWeights, emitSoftmaxCrossEntropy } from './softmax-cross-entropy'
import { emitStepParts } from './step-parts'
import { emitWork } from './work'

/**
 * A module for one network: exports `repack` (after weights were written from outside) and `work(thread)`, which
 * the main thread (0) calls for each command and the others stay in.
 */
export function emitProgram(
  plan: WasmPlan,
  optimizer: OptimizerSpec,
  labelSmoothing: number,
  features: Features
): ModuleBuilder {
  const module = new ModuleBuilder(features)
  const exponential = emitExponential(module)
  const functions = new VectorFunctions(module)
  const imagePass = emitImagePass(module, plan, optimizer, functions)
  const rowPass = emitRowPass(module, plan, optimizer, functions)
  const loss = emitSoftmaxCrossEntropy(module, plan, labelSmoothing, exponential, emitLogarithm(module))
  const beginStep = emitBeginStep(module, plan, optimizer, exponential)
  const labelWeights = emitLabelWeights(module, plan)
  const phases = emitPhases(module, plan, imagePass, rowPass, { ofImage: loss, labelWeights })
  const parts = emitStepParts(module, plan, imagePass, rowPass, phases, {
    begin: beginStep,
    labelWeights,
    clipping: emitClipping(module, plan, optimizer, imagePass),
    matrices: emitMatrixStep(module, plan, imagePass)
  })
  const work = emitWork(module, plan, parts)
  const repackAll = module.procedure('repack', [], (f) => {
    for (const { quads, repack } of imagePass.updates) {
      if (repack !== undefined) f.call(repack, 0, quads)
    }
  })
  module.export('work', work)
  module.export('repack', repackAll)
  return module
}
