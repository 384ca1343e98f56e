import type { CompiledPlan, PlannedLayer } from '../../core/engine/compiled-plan'
import type { PlanRequest } from '../../core/engine/engine'
import { inferShapes } from '../../core/model/infer-shapes'
import { countWeights } from '../../core/layers/count-weights'
import { trainingWork } from '../../core/model/multiply-adds'
import { optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { required } from '../../core/base/required'
import { describeKernels } from './describe-kernels'
import { emitModule } from './emit-module'
import { maxParts, smallestPart } from './plan/batch-parts'
import { planWasm } from './plan/plan-wasm'
import { memoryMap } from './plan/memory-map'
import { describeSimd } from './simd-support'

/**
 * The plan and the module that a training with these settings would run, in words and numbers.
 * @throws LabError 'invalid-input' for a network that cannot be compiled
 */
export function describePlan(
  request: PlanRequest,
  threads: number,
  support: 'simd' | 'relaxed'
): CompiledPlan {
  const { model, optimizer, batchSize } = request
  const plan = planWasm(request, threads)
  const { bytes, functions, features } = emitModule(plan, optimizer, 0, support)
  const shapes = inferShapes(model)
  const work = trainingWork(shapes)
  const stages = new Map([...plan.imageStages, ...plan.rowStages].map((stage) => [stage.name, stage]))
  /** The layer in whose stage each is computed. */
  const owners: string[] = []
  const layers = shapes.map(({ layer, input, sources, output, parameters }, i): PlannedLayer => {
    const { name, type } = layer
    const stage = stages.get(name)
    // The image before it lies as a row already.
    const within =
      stage === undefined && type !== 'flatten'
        ? owners[required(sources[0], 'a source of each layer')]
        : undefined
    owners.push(within ?? name)
    return {
      name,
      type,
      input: [...input],
      output: [...output],
      parameters: countWeights(parameters).all,
      ...required(work[i], 'the work of each layer'),
      ...(within === undefined ? {} : { within }),
      kernels: describeKernels(name, stage, { features, functions }, plan.clipping !== undefined)
    }
  })
  const names = new Set(model.layers.map(({ name }) => name))
  return {
    engine: 'wasm',
    instructions: describeSimd(support),
    threads,
    batchSize,
    parts: Math.ceil(batchSize / Math.max(smallestPart, Math.ceil(batchSize / maxParts))),
    moduleBytes: bytes.length,
    layers,
    shared: functions.filter(({ name }) => !names.has(name.split('.', 1).join()) || !name.includes('.')),
    regions: memoryMap(plan, model, optimizerStateNames(optimizer)),
    memoryBytes: plan.bytes
  }
}
