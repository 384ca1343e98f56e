import { assertNever } from '../../core/base/assert-never'
import type { EngineId } from '../../core/base/engine-id'
import { chooseEngine, loadEngine } from '../../engine'
import type { PlanAnswer, PlanQuestion } from '../../lab/contract/plan'

/**
 * Compiles without training, and tells what came of it.
 * @throws LabError 'invalid-input' | 'engine-unavailable' as compiling does
 */
export async function answerPlanQuestion(request: PlanQuestion): Promise<PlanAnswer> {
  const { engine } = await chooseEngine(request.engine, request)
  const plan = engine.describePlan?.({ ...request, clipNorm: request.clip })
  return plan === undefined
    ? { planned: false, engine: engine.id, reason: whyNone(engine.id) }
    : { planned: true, plan }
}

/** The most operations a second that one thread of the WebAssembly engine could do here, if it runs here at all. */
export async function measurePeak(): Promise<number | undefined> {
  const engine = await loadEngine('wasm')
  const { available } = await engine.probe()
  return available ? engine.measurePeak?.() : undefined
}

function whyNone(engine: EngineId): string {
  switch (engine) {
    case 'reference':
      return 'The reference loops compute each layer as it is defined, with memory of its own, so there is no plan.'
    case 'tensorflow':
      return 'TensorFlow plans inside its own library, which does not show its plan.'
    case 'webgpu':
      return 'The WebGPU engine does not show its plan. Its kernels are shaders, and the graphics driver decides how they run.'
    case 'wasm':
      return 'This network has no plan.'
    default:
      return assertNever(engine)
  }
}
