import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lessonModel } from '../model/lesson-model'
import type { ModelSpec } from '../model/model-spec'
import { fromTorch, torchParameters, toTorch } from './torch-parameters'

const parametersOf = (layers: ModelSpec['layers'], inputShape: ModelSpec['inputShape'] = [2, 3, 2]) =>
  torchParameters({ inputShape, layers })

test('the lesson’s network has the names and shapes of the tutorial’s state dict', () => {
  expect(torchParameters(lessonModel).map(({ name, shape }) => [name, shape])).toEqual([
    ['conv1.weight', [6, 3, 5, 5]],
    ['conv1.bias', [6]],
    ['conv2.weight', [16, 6, 5, 5]],
    ['conv2.bias', [16]],
    ['fc1.weight', [120, 400]],
    ['fc1.bias', [120]],
    ['fc2.weight', [84, 120]],
    ['fc2.bias', [84]],
    ['fc3.weight', [10, 84]],
    ['fc3.bias', [10]]
  ])
})

describe('values', () => {
  test('of a dense layer behind a flattened image are in the order of channels, rows, columns', () => {
    const [kernel] = parametersOf([
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc', units: 1 }
    ])
    // Ours: rows, columns, channels.
    const ours = Float32Array.from({ length: 12 }, (_, i) => i)
    expect(kernel && [...toTorch(kernel, ours)]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
  })

  test('keep that order through what works on each feature by itself, and lose it in a dense layer', () => {
    const parameters = parametersOf([
      { type: 'flatten', name: 'flatten' },
      { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 },
      { type: 'relu', name: 'relu' },
      { type: 'dense', name: 'fc1', units: 2 },
      { type: 'dense', name: 'fc2', units: 1 }
    ])
    const places = (name: string) => [...(parameters.find((one) => one.name === name)?.places ?? [])]
    expect(places('bn.running_mean')).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
    expect(places('fc1.weight').slice(0, 3)).toEqual([0, 4, 8])
    expect(places('fc2.weight')).toEqual([0, 1])
  })

  test('come back as they were', () => {
    const parameters = torchParameters(lessonModel)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: parameters.length - 1 }), fc.integer(), (at, first) => {
        const parameter = parameters[at]
        if (parameter === undefined) return
        const ours = Float32Array.from(parameter.places, (_, i) => first + i)
        expect(fromTorch(parameter, toTorch(parameter, ours))).toEqual(ours)
        expect(new Set(parameter.places).size).toBe(ours.length)
      })
    )
  })
})

describe('a network that PyTorch cannot compute with the same weights', () => {
  test('ends in a flattened image', () => {
    expect(() => parametersOf([{ type: 'flatten', name: 'flat' }])).toThrow(
      /classes would be in another order/
    )
    expect(parametersOf([{ type: 'flatten', name: 'flat' }], [1, 1, 4])).toEqual([])
  })

  test('adds a flattened image to other values', () => {
    const layers: ModelSpec['layers'] = [
      { type: 'flatten', name: 'flat' },
      { type: 'dense', name: 'fc', units: 12 },
      { type: 'add', name: 'sum', inputs: ['fc', 'flat'] },
      { type: 'dense', name: 'scores', units: 2 }
    ]
    expect(() => parametersOf(layers)).toThrow(/Layer sum adds a flattened image/)
  })
})
