import { classCount, parameterShapes } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { balancedWeights } from '../../src/core/training/class-weights'
import { Random } from '../../src/core/maths/random'
import type { RunConfig } from '../../src/core/settings/run-config'
import { type TrainingState, untrainedState, type Weights } from '../../src/core/model/weights'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { startPosition } from '../../src/core/training/train-job'
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

/** What the reference engine makes of the images. */
interface ReferenceSteps {
  /** At the start. */
  readonly weights: Weights
  /** Of the first batch, at the start. */
  readonly logits: Float32Array
  /** Of each step. */
  readonly losses: Float32Array
  /** After the steps. */
  readonly state: TrainingState
}

/** Trains a few steps. @param start the weights and what the optimizer keeps; a run's own at its start */
export async function referenceSteps(
  config: RunConfig,
  start: TrainingState = untrainedState(initialWeights(config.model, config.seed))
): Promise<ReferenceSteps> {
  const { weights } = start
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
    state: start
  })
  const slot = program.createSlot(steps * batch)
  const { images, labels } = testImages()
  slot.images.set(images)
  slot.labels.set(labels)
  const logits = new Float32Array(batch * classCount(config.model))
  await program.predict(slot, batch, logits)
  const losses = new Float32Array(steps)
  await program.train(slot, 0, steps * batch, batch, steadyRates(config.optimizer, steps), losses)
  const state = await program.readState()
  await program.dispose()
  return { weights, logits, losses, state }
}

/** A state of a configuration's training, as it is kept. */
export function checkpointOf(config: RunConfig, state: TrainingState): Checkpoint {
  return {
    config,
    classes: lessonDataset.classes,
    dataset: lessonDataset,
    epoch: 1,
    position: { ...startPosition(config.optimizer.learningRate), step: state.step },
    state,
    versions: {}
  }
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
