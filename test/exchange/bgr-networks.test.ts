import { describe, expect, test } from 'vitest'
import { takeRgb } from '../../src/core/exchange/take-rgb'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
import { modelKey } from '../../src/core/model/model-key'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { modelPresets } from '../../src/core/model/presets/model-presets'
import { compared } from '../code/configurations'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { referenceScores } from './reference-scores'
import { someImages } from './some-images'

const conv = (name: string, filters: number): LayerSpec<'conv2d'> => ({
  type: 'conv2d',
  name,
  filters,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: [1, 1]
})
const fc: LayerSpec = { type: 'dense', name: 'fc', units: 4 }
const starts: Readonly<Record<string, readonly LayerSpec[]>> = {
  'a dense layer behind the flattened image': [{ type: 'flatten', name: 'flat' }, fc],
  'zeros around the image, pooling, a function, a depthwise convolution, batch normalisation': [
    { type: 'zeroPadding2d', name: 'pad', rows: [1, 0], columns: [0, 1] },
    { type: 'averagePool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2] },
    { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 },
    { type: 'sigmoid', name: 'sigmoid' },
    {
      type: 'depthwiseConv2d',
      name: 'depthwise',
      multiplier: 2,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: [1, 1]
    },
    { type: 'batchNorm', name: 'bn2', momentum: 0.1, epsilon: 1e-5 },
    { type: 'globalMaxPool2d', name: 'largest' },
    { type: 'batchNorm', name: 'bn3', momentum: 0.1, epsilon: 1e-5 },
    fc
  ],
  'the image beside what a layer made of it, and added to itself': [
    conv('conv1', 2),
    { type: 'concatenate', name: 'both', inputs: ['conv1', 'image', 'conv1'] },
    { type: 'flatten', name: 'flat' },
    { type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2], inputs: ['image'] },
    { type: 'zeroPadding2d', name: 'pad', rows: [0, 0], columns: [0, 0], inputs: ['pool'] },
    { type: 'add', name: 'twice', inputs: ['pool', 'pad'] },
    { type: 'flatten', name: 'flat2' },
    { type: 'concatenate', name: 'all', inputs: ['flat', 'flat2'] },
    { type: 'dense', name: 'hidden', units: 6 },
    { type: 'relu', name: 'relu' },
    fc
  ]
}

/** u8[N, channels, height, width] with the channels from the last to the first */
function turned(images: Uint8Array, [height, width, channels]: ModelSpec['inputShape']): Uint8Array {
  const plane = height * width
  return images.map((_, i) => {
    const channel = Math.floor(i / plane) % channels
    return images[i + (channels - 1 - 2 * channel) * plane] ?? NaN
  })
}

async function expectSame(model: ModelSpec, count = 4): Promise<void> {
  const images = someImages(count, model.inputShape)
  const weights = hashedWeights(model)
  const rgb = takeRgb({ model, weights })
  const wanted = await referenceScores(model, weights, turned(images, model.inputShape), count)
  const scores = await referenceScores(rgb.model, rgb.weights, images, count)
  const untouched = await referenceScores(model, weights, images, count)
  const largest = wanted.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
  const difference = (some: Float32Array): number =>
    wanted.reduce((worst, score, i) => Math.max(worst, Math.abs(score - (some[i] ?? NaN))), 0) / largest
  expect(difference(scores)).toBeLessThan(2e-6)
  expect(difference(untouched)).toBeGreaterThan(1e-5)
}

const ranges: ModelSpec['pixels'] = [
  [-2, 2],
  [0, 1],
  [-1, 3]
]

/** Many of them differ only in how they train. */
const different = compared.filter(
  ({ config }, i) => compared.findIndex((one) => modelKey(one.config.model) === modelKey(config.model)) === i
)

describe('a network that takes blue first gives the same scores of red-first images once it is turned', () => {
  test.each(Object.entries(starts))('%s', async (_, layers) => {
    const model: ModelSpec = { inputShape: [6, 6, 3], layers: [...layers] }
    await expectSame(model)
    await expectSame({ ...model, pixels: ranges })
  })

  test.each(modelPresets.map(({ text, model }) => [text, model] as const))('%s', async (_, model) => {
    await expectSame({ ...model, pixels: ranges }, 2)
  })

  test.each(different)('$name', async ({ config: { model } }) => {
    await expectSame(model, 2)
  })

  test('turned twice it is the network that it was', () => {
    for (const { model } of modelPresets) {
      const weights = hashedWeights(model)
      const twice = takeRgb(takeRgb({ model: { ...model, pixels: ranges }, weights }))
      expect(twice).toEqual({ model: { ...model, pixels: ranges }, weights })
    }
  })
})
