import { evaluate, type EvaluateRequest, type EvaluateResult } from '../../core/training/evaluate'
import type { BatchSlot, Engine, Program } from '../../core/engine/engine'
import type { RunConfig } from '../../core/settings/run-config'
import type { TrainingState } from '../../core/model/weights'

/** Images a forward pass: enough to keep an engine busy, few enough to answer a cancel at once. */
const evaluationBatch = 100

type Request = Omit<EvaluateRequest, 'program' | 'batchSize' | 'slot' | 'clock'>

/**
 * Runs a network forward over images in a program of its own, so that a training under way is not touched. Compiles it
 * once, however often the network is looked at while it learns.
 */
export class NetworkEvaluator {
  readonly #engine: Engine
  readonly #config: RunConfig
  readonly #threads: number
  #compiled: { readonly program: Program; readonly slot: BatchSlot } | undefined

  constructor(engine: Engine, config: RunConfig, threads: number) {
    this.#engine = engine
    this.#config = config
    this.#threads = threads
  }

  async evaluate(state: TrainingState, request: Request): Promise<EvaluateResult> {
    const { program, slot } = await this.#compile(state)
    return evaluate({ ...request, program, slot, batchSize: evaluationBatch, clock: () => performance.now() })
  }

  async dispose(): Promise<void> {
    await this.#compiled?.program.dispose()
    this.#compiled = undefined
  }

  async #compile(state: TrainingState): Promise<{ readonly program: Program; readonly slot: BatchSlot }> {
    if (this.#compiled !== undefined) {
      await this.#compiled.program.writeState(state)
      return this.#compiled
    }
    const { model, optimizer, seed } = this.#config
    const program = await this.#engine.compile({
      model,
      optimizer,
      batchSize: evaluationBatch,
      threads: this.#threads,
      seed,
      state
    })
    this.#compiled = { program, slot: program.createSlot(evaluationBatch) }
    return this.#compiled
  }
}

/** Row numbers 0..count-1. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}
