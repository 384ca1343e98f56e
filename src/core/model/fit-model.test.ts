import { describe, expect, test } from 'vitest'
import { usualNormalisation, type DatasetInfo } from '../data/dataset-info'
import { lessonDataset } from '../data/lesson-dataset'
import { fitModel, fitsDataset, requireFit } from './fit-model'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import { modelPresets } from './presets/model-presets'
import type { ModelSpec } from './model-spec'

function images(shape: DatasetInfo['shape'], classes: number): DatasetInfo {
  return {
    ...lessonDataset,
    name: 'Shapes',
    shape,
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    normalisation: usualNormalisation(shape)
  }
}

const shapes: readonly DatasetInfo['shape'][] = [
  [8, 8, 1],
  [8, 224, 3],
  [20, 28, 1],
  [33, 17, 4],
  [96, 96, 3]
]

describe.each(modelPresets)('the network $value', ({ model }) => {
  test('stays as it is for the lesson', () => {
    expect(fitModel(model, lessonDataset)).toEqual(model)
  })

  test.each(shapes)('is made to fit images of %i x %i x %i', (...shape) => {
    for (const classes of [2, 5, 1000]) {
      const dataset = images(shape, classes)
      const fitted = fitModel(model, dataset)
      expect(fitsDataset(fitted, dataset)).toBe(true)
      expect(() => requireFit(fitted, dataset)).not.toThrow()
      expect(fitModel(fitted, dataset)).toEqual(fitted)
    }
  })
})

test('a convolution that is larger than the image is padded, and pooling that finds no window is left out', () => {
  const { layers } = fitModel(lessonModel, images([8, 8, 1], 3))
  expect(layers.slice(3, 6)).toEqual([
    { type: 'conv2d', name: 'conv2', filters: 16, kernelSize: [5, 5], strides: [1, 1], padding: [2, 2] },
    { type: 'relu', name: 'relu2' },
    { type: 'maxPool2d', name: 'pool2', poolSize: [2, 2], strides: [2, 2] }
  ])
  const pooled = {
    ...lessonModel,
    layers: [
      ...lessonModel.layers.slice(0, 6),
      ...lessonModel.layers.slice(2, 3),
      ...lessonModel.layers.slice(6)
    ]
  }
  expect(fitModel(pooled, images([8, 8, 1], 3)).layers).toHaveLength(pooled.layers.length - 1)
})

test('the pixels of the data set come along', () => {
  const dataset = { ...images([20, 28, 1], 5), normalisation: { mean: [0.5], standardDeviation: [0.25] } }
  expect(fitModel(lessonModel, dataset).pixels).toEqual([-2, 2])
})

test('what does not fit is said with both sizes', () => {
  const dataset = images([20, 28, 1], 5)
  expect(() => requireFit(lessonModel, dataset)).toThrow(
    'takes 32 × 32 × 3 images, but Shapes has 20 × 28 × 1'
  )
  expect(() => requireFit(fitModel(lessonModel, images([20, 28, 1], 7)), dataset)).toThrow(
    'has 7 classes, but Shapes has 5'
  )
  expect(fitsDataset(lessonModel, dataset)).toBe(false)
  expect(fitsDataset({ ...lessonModel, layers: lessonModel.layers.slice(-1) }, lessonDataset)).toBe(false)
})

describe('networks with branches', () => {
  const conv: Omit<LayerSpec<'conv2d'>, 'name'> = {
    type: 'conv2d',
    filters: 3,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: [1, 1]
  }
  const pool: Omit<LayerSpec<'maxPool2d'>, 'name'> = { type: 'maxPool2d', poolSize: [2, 2], strides: [2, 2] }
  const branched: ModelSpec = {
    inputShape: [32, 32, 3],
    layers: [
      { ...conv, name: 'conv1' },
      { type: 'add', name: 'sum', inputs: ['conv1', 'image'] },
      { ...pool, poolSize: [20, 20], strides: [20, 20], name: 'pool1' },
      { ...conv, name: 'conv2' },
      { type: 'concatenate', name: 'wide', inputs: ['conv2', 'pool1'] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'scores', units: 10 }
    ]
  }

  test('stay as they are where they fit', () => {
    expect(fitModel(branched, lessonDataset)).toEqual(branched)
  })

  test('readers of a pooling that is left out take its input, all of them', () => {
    const dataset = images([8, 9, 3], 4)
    const fitted = fitModel(branched, dataset)
    expect(fitted.layers).toEqual([
      ...branched.layers.slice(0, 2),
      { ...conv, name: 'conv2' },
      { type: 'concatenate', name: 'wide', inputs: ['conv2', 'sum'] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'scores', units: 4 }
    ])
    expect(() => requireFit(fitted, dataset)).not.toThrow()
  })

  test('what does not fit the new channels is given back and refused by name', () => {
    const dataset = images([8, 8, 1], 4)
    const fitted = fitModel(branched, dataset)
    expect(fitted.layers).toHaveLength(7)
    expect(() => requireFit(fitted, dataset)).toThrow('Layer sum adds values of different shapes')
  })
})
