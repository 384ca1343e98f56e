import type { CompileRequest, Program } from '../../src/core/engine/engine'
import { classCount } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { OptimizerSpec, SgdSpec } from '../../src/core/optimizers/optimizer-kinds'
import { type TrainingState, untrainedState, type Weights } from '../../src/core/model/weights'
import { hashedWeights } from './hashed-weights'
import { fillSlot } from './synthetic-images'
import { steadyRates } from './steady-rates'

export const plainMomentum: SgdSpec = {
  type: 'sgd',
  learningRate: 0.01,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 0
}

export interface Training {
  readonly model: ModelSpec
  readonly optimizer: OptimizerSpec
  readonly batchSize: number
  readonly images: number
  /** 0 where it is left out. */
  readonly labelSmoothing?: number
  /** All the same where they are left out. */
  readonly classWeights?: readonly number[]
  /** 0 where it is left out. */
  readonly clipNorm?: number
  /** Of each step; the optimizer's own for all where they are left out. */
  readonly rates?: readonly number[]
  /** 1 by default. */
  readonly threads?: number
}

export interface Trajectory {
  readonly losses: Float32Array
  readonly state: TrainingState
  /** Of the first images, after training. */
  readonly logits: Float32Array
}

export function compileRequest(training: Training): CompileRequest {
  const {
    model,
    optimizer,
    batchSize,
    labelSmoothing = 0,
    classWeights,
    clipNorm = 0,
    threads = 1
  } = training
  const state = untrainedState(hashedWeights(model))
  return {
    model,
    optimizer,
    batchSize,
    labelSmoothing,
    classWeights,
    clipNorm,
    threads,
    seed: 3_000_000_019,
    state
  }
}

/** Trains on synthetic images in one call, the last batch short where the sizes say so, then predicts one batch. */
export async function trajectory(
  compile: (request: CompileRequest) => Promise<Program>,
  training: Training
): Promise<Trajectory> {
  const program = await compile(compileRequest(training))
  const { batchSize, images } = training
  const classes = classCount(training.model)
  const slot = program.createSlot(images)
  fillSlot(slot, classes)
  const losses = new Float32Array(Math.ceil(images / batchSize))
  const rates =
    training.rates === undefined
      ? steadyRates(training.optimizer, losses.length)
      : Float64Array.from(training.rates)
  await program.train(slot, 0, images, batchSize, rates, losses)
  const shown = Math.min(batchSize, images)
  const logits = new Float32Array(shown * classes)
  await program.predict(slot, shown, logits)
  const state = await program.readState()
  await program.dispose()
  return { losses, state, logits }
}

/** |a - b| / |b|, over all values together. */
export function relativeDistance(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let difference = 0
  let size = 0
  b.forEach((values, i) => {
    values.forEach((value, j) => {
      difference += ((a[i]?.[j] ?? NaN) - value) ** 2
      size += value ** 2
    })
  })
  return Math.sqrt(difference / Math.max(size, 1e-30))
}

/** How far training moved each weight: what tells two trajectories apart better than the weights do. */
export function movement(state: TrainingState, from: Weights): Float32Array[] {
  return state.weights.map(({ values }, i) => values.map((value, j) => value - (from[i]?.values[j] ?? NaN)))
}
