import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { expect } from 'vitest'
import { Random } from '../../src/core/maths/random'
import { classCount } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { lessonConfig } from '../../src/core/settings/run-config'
import { referenceEngine } from '../../src/engine/reference/engine'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'

/** Images that are compared. */
export const count = 3
const tolerance = 1e-5

/** u8[count, channels, height, width] */
export function pixels([height, width, channels]: ModelSpec['inputShape']): Uint8Array {
  const random = Random.seeded(3)
  return Uint8Array.from({ length: count * channels * height * width }, () => random.nextBelow(256))
}

export async function ourLogits(
  model: ModelSpec,
  weights: Weights,
  images: Uint8Array
): Promise<Float32Array> {
  const program = await referenceEngine.compile({
    model,
    optimizer: lessonConfig.optimizer,
    batchSize: count,
    threads: 1,
    seed: 1,
    state: untrainedState(weights)
  })
  const slot = program.createSlot(count)
  slot.images.set(images)
  const logits = new Float32Array(count * classCount(model))
  await program.predict(slot, count, logits)
  return logits
}

export async function theirOutputs(
  model: tfl.LayersModel,
  [height, width, channels]: ModelSpec['inputShape'],
  images: Uint8Array
): Promise<Float32Array> {
  const values = Float32Array.from(images, (byte) => (byte * 2) / 255 - 1)
  const planar = tf.tensor4d(values, [count, channels, height, width])
  const output = model.predict(tf.transpose(planar, [0, 2, 3, 1]))
  if (Array.isArray(output)) throw new Error('one output was expected')
  return Float32Array.from(await output.data())
}

export function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length)
  expect(expected.some((value) => value !== 0)).toBe(true)
  const worst = actual.reduce((max, value, i) => Math.max(max, Math.abs(value - (expected[i] ?? NaN))), 0)
  expect(worst).toBeLessThan(tolerance)
}

/** The two files that tf.LayersModel.save writes as downloads, from what it hands to a handler. */
export async function savedFiles(model: tfl.LayersModel): Promise<{ name: string; bytes: Uint8Array }[]> {
  let files: { name: string; bytes: Uint8Array }[] = []
  await model.save({
    save: (artifacts) => {
      const json = {
        format: artifacts.format,
        generatedBy: artifacts.generatedBy,
        convertedBy: artifacts.convertedBy,
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: ['./mine.weights.bin'], weights: artifacts.weightSpecs }]
      }
      const data = tf.io.CompositeArrayBuffer.join(artifacts.weightData)
      files = [
        { name: 'mine.json', bytes: new TextEncoder().encode(JSON.stringify(json)) },
        { name: 'mine.weights.bin', bytes: new Uint8Array(data) }
      ]
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' }
      })
    }
  })
  return files
}

export function applied(
  layer: tfl.layers.Layer,
  inputs: tfl.SymbolicTensor | tfl.SymbolicTensor[]
): tfl.SymbolicTensor {
  const output = layer.apply(inputs)
  if (output instanceof tfl.SymbolicTensor) return output
  throw new Error('a symbolic tensor was expected')
}

/** Saves a model as TensorFlow.js does, reads it, and compares what both compute. */
export async function expectSame(
  model: tfl.LayersModel,
  inputShape: ModelSpec['inputShape']
): Promise<ModelSpec> {
  const loaded = decodeCheckpointFiles(await savedFiles(model))
  const images = pixels(inputShape)
  const ours = await ourLogits(loaded.config.model, loaded.state.weights, images)
  expectClose(ours, await theirOutputs(model, inputShape, images))
  return loaded.config.model
}
