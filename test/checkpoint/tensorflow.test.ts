// Over 300 lines: each test writes a network in one library and reads it in the other, with the same few steps.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classCount, parameterShapes } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { Random } from '../../src/core/maths/random'
import { lessonConfig } from '../../src/core/settings/run-config'
import { startPosition } from '../../src/core/training/train-job'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { fromFolder } from './from-folder'
import {
  applied,
  count,
  expectClose,
  expectSame,
  ourLogits,
  pixels,
  savedFiles,
  theirOutputs
} from './tfjs-models'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-tensorflow-'))
  await tf.setBackend('cpu')
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const padded: ModelSpec = {
  inputShape: [13, 9, 3],
  layers: [
    { type: 'conv2d', name: 'wide', filters: 4, kernelSize: [5, 2], strides: [1, 2], padding: [2, 0] },
    { type: 'tanh', name: 'squash' },
    { type: 'averagePool2d', name: 'mean', poolSize: [3, 2], strides: [2, 2] },
    { type: 'conv2d', name: 'deep', filters: 5, kernelSize: [3, 3], strides: [1, 1], padding: [1, 2] },
    { type: 'sigmoid', name: 'gate' },
    { type: 'flatten', name: 'flat' },
    { type: 'dense', name: 'scores', units: 7 }
  ]
}
const overlapping: ModelSpec = {
  inputShape: [16, 16, 1],
  layers: [
    { type: 'maxPool2d', name: 'first', poolSize: [3, 3], strides: [1, 2] },
    { type: 'conv2d', name: 'conv', filters: 8, kernelSize: [3, 3], strides: [2, 1], padding: [1, 1] },
    { type: 'relu', name: 'relu' },
    { type: 'flatten', name: 'flat' },
    { type: 'dense', name: 'hidden', units: 20 },
    { type: 'relu', name: 'relu_2' },
    { type: 'dense', name: 'scores', units: 3 }
  ]
}
const normalised: ModelSpec = {
  inputShape: [9, 8, 3],
  layers: [
    { type: 'batchNorm', name: 'first', momentum: 0.1, epsilon: 1e-5 },
    { type: 'conv2d', name: 'conv', filters: 5, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    { type: 'batchNorm', name: 'second', momentum: 0.25, epsilon: 0.01 },
    { type: 'relu', name: 'relu' },
    { type: 'dropout', name: 'drop', rate: 0.25 },
    { type: 'flatten', name: 'flat' },
    { type: 'dropout', name: 'drop_2', rate: 0.5 },
    { type: 'dense', name: 'hidden', units: 12 },
    { type: 'batchNorm', name: 'third', momentum: 1, epsilon: 1e-3 },
    { type: 'tanh', name: 'tanh' },
    { type: 'dense', name: 'scores', units: 4 }
  ]
}
const branched: ModelSpec = {
  inputShape: [10, 8, 3],
  layers: [
    { type: 'conv2d', name: 'conv_1', filters: 4, kernelSize: [3, 3], strides: [2, 2], padding: [1, 1] },
    { type: 'batchNorm', name: 'norm', momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: 'relu' },
    { type: 'conv2d', name: 'conv_2', filters: 4, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    {
      type: 'conv2d',
      name: 'shortcut',
      filters: 4,
      kernelSize: [1, 1],
      strides: [2, 2],
      padding: [0, 0],
      inputs: ['image']
    },
    { type: 'add', name: 'sum', inputs: ['conv_2', 'shortcut', 'relu'] },
    { type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [1, 1], inputs: ['relu'] },
    {
      type: 'conv2d',
      name: 'wide',
      filters: 2,
      kernelSize: [2, 2],
      strides: [1, 1],
      padding: [0, 0],
      inputs: ['sum']
    },
    { type: 'concatenate', name: 'Both', inputs: ['wide', 'pool', 'wide'] },
    { type: 'flatten', name: 'rows' },
    { type: 'flatten', name: 'pixels', inputs: ['image'] },
    { type: 'dense', name: 'few', units: 5 },
    { type: 'concatenate', name: 'ends', inputs: ['few', 'rows'] },
    { type: 'dense', name: 'scores', units: 4 }
  ]
}

describe('tf.loadLayersModel reads the folder that a checkpoint is', () => {
  test.each([
    ['the lesson’s network', lessonModel],
    ['padding, windows that are not square, averages', padded],
    ['pooling first, overlapping windows, one channel', overlapping],
    ['batch normalisation and dropout', normalised],
    ['branches', branched]
  ])('%s: the same logits', async (name, model) => {
    const weights = unevenWeights(model)
    const path = join(folder, name.replace(/\W+/g, '-'))
    await writeCheckpoint(path, {
      config: { ...lessonConfig, model },
      classes: Array.from({ length: classCount(model) }, (_, i) => `class ${i}`),
      dataset: undefined,
      epoch: 0,
      position: startPosition(0.001),
      state: untrainedState(weights),
      versions: {}
    })
    const images = pixels(model.inputShape)
    const theirs = await theirOutputs(await tfl.loadLayersModel(fromFolder(path)), model.inputShape, images)
    const { state } = await readCheckpoint(path)
    expectClose(await ourLogits(model, state.weights, images), theirs)
  })
})

/** As at a run's start, but with batch normalisation that does something. */
function unevenWeights(model: ModelSpec): Weights {
  const random = Random.seeded(8)
  const shapes = parameterShapes(model)
  return initialWeights(model, 42).map((tensor, i) =>
    shapes[i]?.initialValue === undefined
      ? tensor
      : { ...tensor, values: tensor.values.map((value) => value + 0.5 * random.nextFloat()) }
  )
}

describe('a model saved by TensorFlow.js loads', () => {
  test('activations inside layers, “same” padding, no bias: the same logits', async () => {
    const { layers } = tfl
    const kernelInitializer = 'glorotUniform'
    const model = tfl.sequential({
      layers: [
        layers.conv2d({
          filters: 4,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          inputShape: [12, 10, 3],
          kernelInitializer
        }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.zeroPadding2d({ padding: [1, 2] }),
        layers.conv2d({ filters: 6, kernelSize: [3, 2], useBias: false, kernelInitializer }),
        layers.reLU(),
        layers.averagePooling2d({ poolSize: [2, 3], strides: [1, 2] }),
        layers.flatten(),
        layers.dense({ units: 16, activation: 'tanh', biasInitializer: 'randomNormal' }),
        layers.dense({ units: 5 })
      ]
    })
    const loaded = await expectSame(model, [12, 10, 3])
    expect(classCount(loaded)).toBe(5)
  })

  test('padding that differs from side to side, of layers and “same”, pooled and joined: the same logits', async () => {
    const { layers } = tfl
    const input = tfl.input({ shape: [9, 8, 3] })
    const halving = (): tfl.layers.Layer =>
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        biasInitializer: 'randomNormal'
      })
    const pad = (padding: [[number, number], [number, number]]): tfl.layers.Layer =>
      layers.zeroPadding2d({ padding })
    const first = applied(halving(), input)
    const padded = applied(
      pad([
        [0, 1],
        [2, 1]
      ]),
      first
    )
    const framed = applied(layers.zeroPadding2d({ padding: [1, 1] }), padded)
    const joined = applied(layers.concatenate(), [framed, applied(layers.reLU(), framed)])
    const pooled = applied(layers.maxPooling2d({ poolSize: 2 }), joined)
    const second = applied(halving(), applied(layers.zeroPadding2d({ padding: 1 }), pooled))
    const output = applied(layers.dense({ units: 3 }), applied(layers.flatten(), second))
    const model = await expectSame(tfl.model({ inputs: input, outputs: output }), [9, 8, 3])
    expect(model.layers.map(({ type }) => type)).toEqual([
      'zeroPadding2d',
      'conv2d',
      'zeroPadding2d',
      'zeroPadding2d',
      'relu',
      'concatenate',
      'maxPool2d',
      'zeroPadding2d',
      'conv2d',
      'flatten',
      'dense'
    ])
  })

  test('batch normalisation without gamma, without beta, with both; dropout: the same logits', async () => {
    const { layers } = tfl
    const random = 'randomUniform'
    const model = tfl.sequential({
      layers: [
        layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 7, 3], useBias: false }),
        layers.batchNormalization({ scale: false, betaInitializer: random, movingMeanInitializer: random }),
        layers.reLU(),
        layers.batchNormalization({ center: false, gammaInitializer: random, epsilon: 0.02, momentum: 0.6 }),
        layers.flatten(),
        layers.dropout({ rate: 0.4, seed: 3 }),
        layers.dense({ units: 6 }),
        layers.batchNormalization({ axis: -1, movingVarianceInitializer: 'ones', gammaInitializer: random }),
        layers.dense({ units: 3 })
      ]
    })
    const loaded = decodeCheckpointFiles(await savedFiles(model))
    expect(loaded.config.model.layers.filter(({ type }) => type === 'batchNorm')).toMatchObject([
      { momentum: 0.01, epsilon: 0.001 },
      { momentum: 0.4, epsilon: 0.02 },
      { momentum: 0.01, epsilon: 0.001 }
    ])
    expect(loaded.config.model.layers).toContainEqual(expect.objectContaining({ type: 'dropout', rate: 0.4 }))
    const images = pixels([8, 7, 3])
    const theirs = await theirOutputs(model, [8, 7, 3], images)
    expectClose(await ourLogits(loaded.config.model, loaded.state.weights, images), theirs)
  })

  test('with a softmax at the end: our logits’ softmax is what it gives', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.flatten({ inputShape: [4, 4, 3] }),
        tfl.layers.dense({ units: 10, activation: 'softmax' })
      ]
    })
    const loaded = decodeCheckpointFiles(await savedFiles(model))
    const images = pixels([4, 4, 3])
    const logits = await ourLogits(loaded.config.model, loaded.state.weights, images)
    const probabilities = await tf.softmax(tf.tensor2d(logits, [count, 10])).data()
    expectClose(Float32Array.from(probabilities), await theirOutputs(model, [4, 4, 3], images))
  })

  test('a functional one: an inception block, a residual connection, rows joined: the same logits', async () => {
    const { layers } = tfl
    const input = tfl.input({ shape: [9, 8, 3] })
    const conv = (filters: number, kernelSize: number): tfl.layers.Layer =>
      layers.conv2d({
        filters,
        kernelSize,
        padding: 'same',
        activation: 'relu',
        biasInitializer: 'randomNormal'
      })
    const one = applied(conv(4, 1), input)
    const three = applied(conv(5, 3), input)
    const inception = applied(layers.concatenate({ axis: 3 }), [one, three, input])
    const residual = applied(layers.add(), [
      applied(conv(12, 3), inception),
      applied(layers.conv2d({ filters: 12, kernelSize: 1, useBias: false }), inception)
    ])
    const framed = applied(layers.zeroPadding2d({ padding: [1, 0] }), residual)
    const seen = applied(layers.flatten(), applied(layers.conv2d({ filters: 2, kernelSize: 3 }), framed))
    const pixels = applied(layers.dense({ units: 6, activation: 'tanh' }), applied(layers.flatten(), input))
    const output = applied(layers.dense({ units: 3 }), applied(layers.concatenate(), [pixels, seen]))
    await expectSame(tfl.model({ inputs: input, outputs: output }), [9, 8, 3])
  })

  test('one that is functional though it has no branches becomes a chain', async () => {
    const input = tfl.input({ shape: [4, 4, 1] })
    const output = applied(tfl.layers.dense({ units: 2 }), applied(tfl.layers.flatten(), input))
    const loaded = await expectSame(tfl.model({ inputs: input, outputs: output }), [4, 4, 1])
    expect(loaded.layers.map(({ inputs }) => inputs)).toEqual([undefined, undefined])
  })

  test('a layer that is applied twice is refused', async () => {
    const input = tfl.input({ shape: [4, 4, 1] })
    const shared = tfl.layers.conv2d({ filters: 1, kernelSize: 1 })
    const twice = applied(shared, applied(shared, input))
    const output = applied(tfl.layers.dense({ units: 2 }), applied(tfl.layers.flatten(), twice))
    const files = await savedFiles(tfl.model({ inputs: input, outputs: output }))
    expect(() => decodeCheckpointFiles(files)).toThrow('is applied 2 times')
  })
})
