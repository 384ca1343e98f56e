import { required } from '../../src/core/base/required'
import type { Program } from '../../src/core/engine/engine'
import { classCount } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import { modelPresets } from '../../src/core/model/presets/model-presets'
import { untrainedState } from '../../src/core/model/weights'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { wasmEngine } from '../../src/engine/wasm/engine'
import { cifar10Manifest } from '../../src/lab/dataset/files/cifar10-manifest'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { checkpointOf } from '../code/reference-steps'
import { realCifar } from '../e2e/real-cifar'
import { steadyRates } from '../engine-conformance/steady-rates'

export const batch = lessonConfig.batchSize
export const stepsBefore = 1000
export const imageBytes = 3 * 32 * 32

/** CIFAR-10 itself, or why it cannot be had here. */
export async function realImages(): Promise<
  Awaited<ReturnType<typeof loadDataset>> | { readonly unreachable: string }
> {
  const cifar = await realCifar()
  return 'unreachable' in cifar ? cifar : loadDataset(cifar.folder, cifar10Manifest)
}

/** The lesson's settings with the network of a preset. */
export function presetConfig(preset: string): RunConfig {
  const { model } = required(
    modelPresets.find(({ value }) => value === preset),
    'a preset'
  )
  return { ...lessonConfig, model }
}

interface TrainedNetwork {
  /** After `stepsBefore` steps. */
  readonly checkpoint: Checkpoint
  /** Of all test images there: f32[10000 * classes] */
  readonly scores: Float32Array
  /** Of the steps after it. */
  readonly losses: Float32Array
}

/** Trains some steps, then computes the scores of all test images and the losses of more steps. */
export async function trainedNetwork(
  config: RunConfig,
  stepsAfter: number,
  data: Awaited<ReturnType<typeof loadDataset>>
): Promise<TrainedNetwork> {
  const program = await wasmEngine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: batch,
    labelSmoothing: 0,
    classWeights: undefined,
    clipNorm: 0,
    threads: 1,
    seed: 1,
    state: untrainedState(initialWeights(config.model, 1))
  })
  const slot = program.createSlot(data.test.count)
  const train = async (first: number, count: number): Promise<Float32Array> => {
    const images = batch * count
    slot.images.set(data.train.images.subarray(first * imageBytes, (first + images) * imageBytes))
    slot.labels.set(data.train.labels.subarray(first, first + images))
    const losses = new Float32Array(count)
    await program.train(slot, 0, images, batch, steadyRates(config.optimizer, count), losses)
    return losses
  }
  await train(0, stepsBefore)
  const state = await program.readState()
  const scores = await scoresOf(program, slot, data.test, classCount(config.model))
  const losses = await train(batch * stepsBefore, stepsAfter)
  await program.dispose()
  return { checkpoint: checkpointOf(config, state), scores, losses }
}

async function scoresOf(
  program: Program,
  slot: ReturnType<Program['createSlot']>,
  { images, labels }: { readonly images: Uint8Array; readonly labels: ArrayLike<number> },
  classes: number
): Promise<Float32Array> {
  slot.images.set(images)
  const scores = new Float32Array(labels.length * classes)
  await program.predict(slot, labels.length, scores)
  return scores
}
