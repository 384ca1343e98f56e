import { classCount, parameterShapes } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { balancedWeights } from '../../src/core/training/class-weights'
import { Random } from '../../src/core/maths/random'
import type { RunConfig } from '../../src/core/settings/run-config'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { referenceEngine } from '../../src/engine/reference/engine'
import { steadyRates } from '../engine-conformance/steady-rates'

export const batch = 2
const steps = 3

/** Of images that are trained on, for balanced class weights: classes of different sizes. */
export const trainingLabels: readonly number[] = Array.from({ length: 90 }, (_, i) =>
  Math.floor(Math.sqrt(i))
)

/** u8[steps * batch, 3, 32, 32] and their labels. */
export function testImages(): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const random = Random.seeded(5)
  return {
    images: Uint8Array.from({ length: steps * batch * 3 * 32 * 32 }, () => random.nextBelow(256)),
    labels: Uint8Array.from({ length: steps * batch }, () => random.nextBelow(10))
  }
}

/** What the reference engine makes of the images: scores of the first batch, then the loss of each step. */
export async function referenceSteps(
  config: RunConfig
): Promise<{ readonly weights: Weights; readonly logits: Float32Array; readonly losses: Float32Array }> {
  const weights = initialWeights(config.model, config.seed)
  const program = await referenceEngine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: batch,
    labelSmoothing: config.labelSmoothing,
    classWeights:
      config.classWeights === 'equal' ? undefined : balancedWeights(trainingLabels, lessonDataset.classes),
    clipNorm: config.clip,
    threads: 1,
    seed: config.seed,
    state: untrainedState(weights)
  })
  const slot = program.createSlot(steps * batch)
  const { images, labels } = testImages()
  slot.images.set(images)
  slot.labels.set(labels)
  const logits = new Float32Array(batch * classCount(config.model))
  await program.predict(slot, batch, logits)
  const losses = new Float32Array(steps)
  await program.train(slot, 0, steps * batch, batch, steadyRates(config.optimizer, steps), losses)
  await program.dispose()
  return { weights, logits, losses }
}

/** Frozen weights that have moved all the same. @param moved of each parameter, whether it has */
export function movedThoughFrozen(model: ModelSpec, moved: readonly boolean[]): string[] {
  return parameterShapes(model).flatMap(({ name, trainable, averaged }, i) =>
    trainable || averaged || moved[i] === false ? [] : [name]
  )
}

/** Written for another program to read. */
export const base64 = (values: Uint8Array | Float32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')

export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity
  return Array.from(actual).reduce((worst, value, i) => {
    const difference = Math.abs(value - (expected[i] ?? NaN))
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference)
  }, 0)
}
