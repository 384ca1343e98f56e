import { expect, test } from 'vitest'
import { lessonModel } from '../model/lesson-model'
import type { ModelSpec } from '../model/model-spec'
import { modelPresets } from '../model/presets/model-presets'
import { networkDifferences } from './network-differences'

function changed(
  change: (layer: ModelSpec['layers'][number]) => ModelSpec['layers'][number],
  of = lessonModel
) {
  return { ...of, layers: of.layers.map(change) }
}

test('the layer that differs is told in its words', () => {
  const started = changed((layer) =>
    layer.type === 'conv2d' && layer.name === 'conv1' ? { ...layer, initialisation: 'identity' } : layer
  )
  expect(networkDifferences(lessonModel, started)).toEqual({
    from: 'conv1: convolution 5 × 5 to 6 channels',
    to: 'conv1: convolution 5 × 5 to 6 channels, starts as the identity'
  })
})

test('two are told, and how many more there are', () => {
  const others = changed((layer) => (layer.type === 'relu' ? { type: 'gelu', name: layer.name } : layer))
  expect(networkDifferences(lessonModel, others)).toEqual({
    from: 'relu1: ReLU; relu2: ReLU; 2 more',
    to: 'relu1: GELU; relu2: GELU; 2 more'
  })
})

test('a layer that only one of them has', () => {
  const without = { ...lessonModel, layers: lessonModel.layers.filter(({ name }) => name !== 'relu1') }
  expect(networkDifferences(lessonModel, without)).toEqual({ from: 'relu1: ReLU', to: 'no relu1' })
})

test('a setting that a layer’s line does not give', () => {
  const modern = modelPresets.find(({ value }) => value === 'modern')?.model ?? lessonModel
  const slower = changed(
    (layer) => (layer.type === 'batchNorm' && layer.name === 'bn1' ? { ...layer, momentum: 0.01 } : layer),
    modern
  )
  expect(networkDifferences(modern, slower)).toEqual({
    from: 'bn1: batch normalisation, momentum 0.1',
    to: 'bn1: batch normalisation, momentum 0.01'
  })
})

test('the same layers in another order', () => {
  const [conv, relu, pool, ...rest] = lessonModel.layers
  if (conv === undefined || relu === undefined || pool === undefined) throw new Error('the lesson has layers')
  expect(networkDifferences(lessonModel, { ...lessonModel, layers: [conv, pool, relu, ...rest] })).toEqual({
    from: 'layer 2 is relu1',
    to: 'layer 2 is pool1'
  })
})
