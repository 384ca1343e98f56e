import { describe, expect, test } from 'vitest'
import { parameterShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import { takeRgb } from './take-rgb'

const weightsOf = (model: ModelSpec) =>
  parameterShapes(model).map(({ name, shape }) => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i)
  }))

test('the kernel that meets the colours and their ranges change places, and nothing else', () => {
  const model: ModelSpec = {
    inputShape: [8, 8, 3],
    pixels: [
      [0, 1],
      [0, 2],
      [0, 3]
    ],
    layers: [
      { type: 'conv2d', name: 'conv1', filters: 2, kernelSize: [1, 1], strides: [1, 1], padding: [0, 0] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc', units: 2 }
    ]
  }
  const weights = weightsOf(model)
  const turned = takeRgb({ model, weights })
  expect(turned.model).toEqual({
    ...model,
    pixels: [
      [0, 3],
      [0, 2],
      [0, 1]
    ]
  })
  expect([...(turned.weights[0]?.values ?? [])]).toEqual([4, 5, 2, 3, 0, 1])
  expect(turned.weights.slice(1)).toEqual(weights.slice(1))
})

describe('what cannot be turned is refused in words', () => {
  test('colours that reach the scores unmixed', () => {
    const model: ModelSpec = {
      inputShape: [8, 8, 3],
      layers: [{ type: 'globalAveragePool2d', name: 'mean' }]
    }
    expect(() => takeRgb({ model, weights: [] })).toThrow(/without a layer that mixes them: mean/)
  })

  test('colours that are added to what a layer made of them', () => {
    const model: ModelSpec = {
      inputShape: [8, 8, 3],
      layers: [
        { type: 'conv2d', name: 'conv1', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
        { type: 'add', name: 'add1', inputs: ['conv1', 'image'] },
        { type: 'globalAveragePool2d', name: 'mean' }
      ]
    }
    expect(() => takeRgb({ model, weights: weightsOf(model) })).toThrow(/add1 adds the colours themselves/)
  })
})
