import { evaluate, type EvaluateRequest, type EvaluateResult } from '../core/evaluate'
import type { Engine } from '../core/engine'
import type { RunConfig } from '../core/run-config'
import type { TrainingState } from '../core/weights'

/** Images a forward pass: enough to keep an engine busy, few enough to answer a cancel at once. */
const evaluationBatch = 100

/** Runs a network forward over images in a program of its own, so that a training under way is not touched. */
export async function evaluateState(
  engine: Engine,
  network: { readonly config: RunConfig; readonly state: TrainingState; readonly threads: number },
  request: Omit<EvaluateRequest, 'program' | 'batchSize' | 'clock'>
): Promise<EvaluateResult> {
  const { config, state, threads } = network
  const program = await engine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: evaluationBatch,
    threads,
    seed: config.seed,
    state
  })
  try {
    return await evaluate({ ...request, program, batchSize: evaluationBatch, clock: () => performance.now() })
  } finally {
    await program.dispose()
  }
}

/** Row numbers 0..count-1. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}
