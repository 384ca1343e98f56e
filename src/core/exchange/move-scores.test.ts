import { expect, test } from 'vitest'
import { parameterShapes } from '../model/infer-shapes'
import { lessonModel } from '../model/lesson-model'
import type { ModelSpec } from '../model/model-spec'
import { moveScores } from './move-scores'

const weightsOf = (model: ModelSpec) =>
  parameterShapes(model).map(({ name, shape }) => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i)
  }))

test('the last layer’s outputs change places, and nothing else', () => {
  const weights = weightsOf(lessonModel)
  const places = Int32Array.of(1, 0, 2, 3, 4, 5, 6, 7, 8, 9)
  const moved = moveScores(lessonModel, weights, places)
  expect(moved.slice(0, -2)).toEqual(weights.slice(0, -2))
  expect([...(moved.at(-1)?.values ?? [])]).toEqual([1, 0, 2, 3, 4, 5, 6, 7, 8, 9])
  expect([...(moved.at(-2)?.values.slice(0, 12) ?? [])]).toEqual([1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10])
})

test('behind what hands on each score by itself too', () => {
  const model: ModelSpec = {
    inputShape: [8, 8, 1],
    layers: [
      { type: 'conv2d', name: 'conv1', filters: 2, kernelSize: [1, 1], strides: [1, 1], padding: [0, 0] },
      { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 },
      { type: 'globalAveragePool2d', name: 'mean' },
      { type: 'scale', name: 'scale', factor: 2 }
    ]
  }
  const moved = moveScores(model, weightsOf(model), Int32Array.of(1, 0))
  expect(moved.map(({ values }) => [...values])).toEqual(Array.from({ length: 6 }, () => [1, 0]))
})

test('scores that other layers take as well stay where they are', () => {
  const model: ModelSpec = {
    inputShape: [8, 8, 1],
    layers: [
      { type: 'flatten', name: 'flat' },
      { type: 'dense', name: 'fc', units: 2 },
      { type: 'relu', name: 'relu' },
      { type: 'add', name: 'add', inputs: ['fc', 'relu'] }
    ]
  }
  expect(() => moveScores(model, weightsOf(model), Int32Array.of(1, 0))).toThrow(/layer add does not let/)
})
