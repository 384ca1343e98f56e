import { classCount } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { lessonConfig } from '../../src/core/settings/run-config'
import { referenceEngine } from '../../src/engine/reference/engine'

/**
 * What the reference engine makes of images.
 * @param images u8[N, channels, height, width]
 * @returns f32[N, classes]
 */
export async function referenceScores(
  model: ModelSpec,
  weights: Weights,
  images: Uint8Array,
  count: number
): Promise<Float32Array> {
  const program = await referenceEngine.compile({
    model,
    optimizer: lessonConfig.optimizer,
    batchSize: count,
    labelSmoothing: 0,
    classWeights: undefined,
    clipNorm: 0,
    threads: 1,
    seed: 1,
    state: untrainedState(weights)
  })
  const slot = program.createSlot(count)
  slot.images.set(images)
  const scores = new Float32Array(count * classCount(model))
  await program.predict(slot, count, scores)
  await program.dispose()
  return scores
}
