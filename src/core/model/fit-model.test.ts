import { describe, expect, test } from 'vitest'
import { usualNormalisation, type DatasetInfo } from '../data/dataset-info'
import { lessonDataset } from '../data/lesson-dataset'
import { fitModel, fitsDataset, requireFit } from './fit-model'
import { lessonModel } from './lesson-model'
import { modelPresets } from './model-presets'

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
  expect(() => requireFit(lessonModel, dataset)).toThrow('takes 32 × 32 × 3 images, Shapes has 20 × 28 × 1')
  expect(() => requireFit(fitModel(lessonModel, images([20, 28, 1], 7)), dataset)).toThrow(
    'tells 7 classes apart, Shapes has 5'
  )
  expect(fitsDataset(lessonModel, dataset)).toBe(false)
  expect(fitsDataset({ ...lessonModel, layers: lessonModel.layers.slice(-1) }, lessonDataset)).toBe(false)
})
