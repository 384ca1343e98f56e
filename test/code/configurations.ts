import { lessonModel } from '../../src/core/model/lesson-model'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
import { setFrozen } from '../../src/core/layers/set-frozen'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { RecipeId } from '../../src/core/recipes/recipe'
import { recipeCalled } from '../../src/core/recipes/recipes'
import { defaultOptimizers, optimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'

/** Every kind of layer, windows that are not square, and names that Python has already put to another use. */
const everyLayer: ModelSpec = {
  inputShape: [32, 32, 3],
  layers: [
    { type: 'conv2d', name: 'conv1', filters: 4, kernelSize: [5, 2], strides: [2, 1], padding: [1, 0] },
    { type: 'batchNorm', name: 'float', momentum: 0.2, epsilon: 1e-4 },
    { type: 'relu', name: 'relu1' },
    { type: 'averagePool2d', name: 'pool1', poolSize: [2, 3], strides: [2, 2] },
    { type: 'conv2d', name: 'forward', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    {
      type: 'depthwiseConv2d',
      name: 'depthwise',
      multiplier: 2,
      kernelSize: [3, 2],
      strides: [1, 1],
      padding: [1, 1]
    },
    { type: 'conv2d', name: 'mix', filters: 3, kernelSize: [1, 2], strides: [1, 1], padding: [0, 0] },
    { type: 'tanh', name: 'tanh1' },
    { type: 'add', name: 'add1', inputs: ['tanh1', 'forward'] },
    { type: 'silu', name: 'silu1' },
    { type: 'maxPool2d', name: 'pool2', poolSize: [2, 2], strides: [2, 2] },
    { type: 'zeroPadding2d', name: 'pad1', rows: [0, 1], columns: [2, 1] },
    { type: 'gelu', name: 'gelu' },
    { type: 'concatenate', name: 'concat1', inputs: ['pad1', 'gelu'] },
    { type: 'flatten', name: 'flatten' },
    { type: 'globalAveragePool2d', name: 'mean', inputs: ['concat1'] },
    { type: 'globalMaxPool2d', name: 'largest', inputs: ['concat1'] },
    { type: 'concatenate', name: 'concat2', inputs: ['flatten', 'mean', 'largest'] },
    { type: 'dense', name: 'class', units: 20 },
    { type: 'batchNorm', name: 'bn2', momentum: 0.1, epsilon: 1e-5 },
    { type: 'leakyRelu', name: 'leaky', slope: 0.2 },
    { type: 'dense', name: 'fc1', units: 15 },
    { type: 'geluTanh', name: 'gelu2' },
    { type: 'sigmoid', name: 'lambda' },
    { type: 'relu6', name: 'relu6' },
    { type: 'dropout', name: 'drop1', rate: 0.3 },
    { type: 'dense', name: 'fc2', units: 10 },
    { type: 'scale', name: 'scale', factor: 0.5 }
  ]
}

const freezeMix = (layer: LayerSpec): LayerSpec => (layer.name === 'mix' ? setFrozen(layer, true) : layer)

/** Without dropout, whose masks differ from program to program. */
const comparable: ModelSpec = {
  ...everyLayer,
  layers: everyLayer.layers.filter(({ type }) => type !== 'dropout')
}

/** A residual block whose shortcut halves the image, the image read three times, rows side by side, awkward names. */
const branches: ModelSpec = {
  inputShape: [32, 32, 3],
  layers: [
    { type: 'conv2d', name: 'x', filters: 4, kernelSize: [3, 3], strides: [2, 2], padding: [1, 1] },
    { type: 'batchNorm', name: 'bn1', momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: 'relu1' },
    { type: 'conv2d', name: 'conv2', filters: 4, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    {
      type: 'conv2d',
      name: 'shortcut',
      filters: 4,
      kernelSize: [1, 1],
      strides: [2, 2],
      padding: [0, 0],
      inputs: ['image']
    },
    { type: 'add', name: 'add1', inputs: ['conv2', 'shortcut', 'x'] },
    { type: 'relu', name: 'h' },
    { type: 'conv2d', name: 'lambda', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    { type: 'concatenate', name: 'concat1', inputs: ['lambda', 'h', 'lambda'] },
    { type: 'maxPool2d', name: 'pool1', poolSize: [4, 4], strides: [4, 4] },
    { type: 'flatten', name: 'flatten1' },
    { type: 'averagePool2d', name: 'pool2', poolSize: [8, 8], strides: [8, 8], inputs: ['image'] },
    { type: 'flatten', name: 'flatten2' },
    { type: 'concatenate', name: 'concat2', inputs: ['flatten2', 'flatten1'] },
    { type: 'dense', name: 'fc1', units: 10 }
  ]
}

/** Filters that start by whitening and as the identity, some of them without a channel of their own. */
export const otherStarts = (whitening: number): ModelSpec => ({
  inputShape: [32, 32, 3],
  layers: [
    {
      type: 'conv2d',
      name: 'whiten',
      filters: whitening,
      kernelSize: [2, 2],
      strides: [1, 1],
      padding: [0, 0],
      initialisation: 'whitening',
      frozen: true
    },
    { type: 'maxPool2d', name: 'pool1', poolSize: [4, 4], strides: [4, 4] },
    {
      type: 'conv2d',
      name: 'forward',
      filters: 26,
      kernelSize: [3, 2],
      strides: [1, 1],
      padding: [1, 0],
      initialisation: 'identity'
    },
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc1', units: 10 }
  ]
})

/** Layers frozen before and behind those that learn. */
const partlyFrozen: ModelSpec = {
  ...comparable,
  layers: comparable.layers.map((layer) =>
    ['conv1', 'depthwise', 'bn2', 'fc1'].includes(layer.name) ? setFrozen(layer, true) : layer
  )
}

const small = (config: Partial<RunConfig>): RunConfig => ({ ...lessonConfig, epochs: 1, ...config })

/** A recipe for a few hundred images. */
const shortened = (id: RecipeId): RunConfig => ({ ...recipeCalled(id).config, epochs: 2, batchSize: 10 })

const withRandomStarts = ({ model, ...config }: RunConfig): RunConfig => ({
  ...config,
  model: {
    ...model,
    layers: model.layers.map((layer): LayerSpec => {
      if (layer.type !== 'conv2d') return layer
      const { initialisation: _, ...random } = layer
      return random
    })
  }
})

/** What a script has to run with, whatever it is set to. */
export const runnable: readonly { readonly name: string; readonly config: RunConfig }[] = [
  { name: 'the lesson', config: { ...lessonConfig, logEvery: 20 } },
  {
    name: 'every layer and setting',
    config: small({
      model: { ...everyLayer, layers: everyLayer.layers.map(freezeMix) },
      optimizer: { ...defaultOptimizers.adamw, weightDecay: 0.02 },
      batchSize: 7,
      workers: 0,
      threads: 1,
      seed: 4_294_967_295,
      validationSplit: 0.25,
      trainImages: 100,
      logEvery: 5,
      checkpointEvery: 5
    })
  },
  {
    name: 'every kind of augmentation',
    config: small({
      flip: 'random',
      crop: 4,
      brightness: 0.2,
      contrast: 0.3,
      cutout: 9,
      validationSplit: 0.2,
      logEvery: 20
    })
  },
  {
    name: 'alternating flips',
    config: small({
      model: {
        ...lessonModel,
        pixels: [
          [-1, 1],
          [0.5, 2],
          [-3, -0.25]
        ]
      },
      flip: 'alternating',
      cutout: 6,
      validationSplit: 0.1,
      trainImages: 90,
      epochs: 2,
      logEvery: 10
    })
  },
  {
    name: 'a schedule after a warm-up, with decay of the weights',
    config: small({
      optimizer: { ...defaultOptimizers.adamw, weightDecay: 0.02 },
      schedule: 'linear',
      warmup: 0.2,
      logEvery: 20
    })
  },
  {
    name: 'class weights, clipped gradients and smoothed labels of few images',
    config: small({
      classWeights: 'balanced',
      labelSmoothing: 0.1,
      clip: 1,
      validationSplit: 0.2,
      logEvery: 20
    })
  },
  { name: 'a schedule by itself', config: small({ schedule: 'one-cycle', logEvery: 20 }) },
  { name: 'a warm-up by itself', config: small({ warmup: 0.1, logEvery: 20 }) },
  {
    name: 'early stopping and an average of the weights',
    config: small({
      validationSplit: 0.2,
      epochs: 3,
      patience: 1,
      ema: 0.9,
      // So high that the validation loss rises.
      optimizer: { ...defaultOptimizers.sgd, learningRate: 0.05 },
      logEvery: 20
    })
  },
  {
    name: 'an average of the weights of a network with two modes',
    config: small({ model: comparable, ema: 0.5, logEvery: 20 })
  },
  {
    name: 'early stopping by itself',
    config: small({ validationSplit: 0.2, epochs: 2, patience: 2, logEvery: 20 })
  },
  {
    name: 'muon on a schedule',
    config: small({
      optimizer: { ...defaultOptimizers.muon, weightDecay: 0.02 },
      schedule: 'cosine',
      warmup: 0.1,
      logEvery: 20
    })
  },
  { name: 'the recipe of a minute', config: shortened('minute') },
  { name: 'the recipe of five minutes', config: shortened('five-minutes') },
  {
    name: 'filters that whiten changed images, of some',
    config: small({
      model: otherStarts(10),
      flip: 'alternating',
      crop: 3,
      validationSplit: 0.2,
      trainImages: 90,
      logEvery: 20
    })
  },
  { name: 'other starts', config: small({ model: otherStarts(24), logEvery: 20 }) }
]

/** Networks and optimizers whose first steps are compared with the reference engine's. */
export const compared: readonly { readonly name: string; readonly config: RunConfig }[] = [
  { name: 'lesson', config: small({}) },
  {
    name: 'the recipe of a minute, at a constant rate',
    config: { ...withRandomStarts(recipeCalled('minute').config), schedule: 'constant' }
  },
  { name: 'every layer', config: small({ model: comparable }) },
  { name: 'branches', config: small({ model: branches }) },
  { name: 'label smoothing', config: small({ labelSmoothing: 0.2 }) },
  { name: 'class weights', config: small({ classWeights: 'balanced' }) },
  {
    name: 'class weights, label smoothing, gradient clipping',
    config: small({ classWeights: 'balanced', labelSmoothing: 0.3, clip: 0.5 })
  },
  { name: 'gradient clipping', config: small({ clip: 0.5 }) },
  {
    name: 'gradient clipping, frozen layers, decay of the weights',
    config: small({
      model: partlyFrozen,
      optimizer: { ...defaultOptimizers.adam, weightDecay: 0.1 },
      clip: 0.2
    })
  },
  {
    name: 'filters as the identity',
    config: small({ model: { ...otherStarts(24), layers: otherStarts(24).layers.slice(1) } })
  },
  {
    name: 'frozen layers',
    config: small({
      model: partlyFrozen,
      optimizer: { type: 'sgd', learningRate: 0.02, momentum: 0.9, nesterov: false, weightDecay: 0.3 }
    })
  },
  {
    name: 'frozen layers, decay of the weights',
    config: small({ model: partlyFrozen, optimizer: { ...defaultOptimizers.adamw, weightDecay: 0.9 } })
  },
  {
    name: 'nesterov',
    config: small({
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.8, nesterov: true, weightDecay: 0.1 }
    })
  },
  {
    name: 'nesterov without momentum',
    config: small({
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, nesterov: true, weightDecay: 0 }
    })
  },
  {
    name: 'muon',
    config: small({
      model: comparable,
      optimizer: { ...defaultOptimizers.muon, learningRate: 0.01, weightDecay: 0.5 }
    })
  },
  {
    name: 'muon without nesterov, frozen layers',
    config: small({
      model: partlyFrozen,
      optimizer: { ...defaultOptimizers.muon, momentum: 0.7, nesterov: false }
    })
  },
  ...(['adagrad', 'rmsprop', 'adam', 'adamw'] as const).map((type) => ({
    name: type,
    config: small({
      model: lessonModel,
      optimizer: optimizerSpec.parse({ ...defaultOptimizers[type], learningRate: 0.002, weightDecay: 0.05 })
    })
  }))
]
