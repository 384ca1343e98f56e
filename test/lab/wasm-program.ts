import type { Program } from '../../src/core/engine/engine'
import { untrainedState } from '../../src/core/model/weights'
import { loadEngine } from '../../src/engine'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'

/** The engine's own program on a checkpoint. */
export async function wasmProgram(checkpointFolder: string): Promise<Program> {
  const { config: saved, state } = await readCheckpoint(checkpointFolder)
  const engine = await loadEngine('wasm')
  return engine.compile({
    model: saved.model,
    optimizer: saved.optimizer,
    batchSize: 100,
    threads: 1,
    seed: saved.seed,
    state: untrainedState(state.weights)
  })
}
