import { describe, expect, test } from 'vitest'
import { layerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import { modelSpec, mostLayers } from './model-spec'
import { parseInput } from '../base/parse-input'

describe('layers', () => {
  test('batch normalisation has PyTorch’s defaults', () => {
    expect(layerSpec.parse({ type: 'batchNorm', name: 'bn' })).toEqual({
      type: 'batchNorm',
      name: 'bn',
      momentum: 0.1,
      epsilon: 1e-5
    })
  })

  test.each([
    [{ type: 'dropout', name: 'd' }, 'the dropout rate must be a number'],
    [{ type: 'dropout', name: 'd', rate: 1 }, 'the dropout rate must be from 0 to 0.99'],
    [{ type: 'dropout', name: 'd', rate: -0.1 }, 'the dropout rate must be from 0 to 0.99'],
    [{ type: 'batchNorm', name: 'b', momentum: 1.1 }, 'momentum must be from 0 to 1'],
    [{ type: 'batchNorm', name: 'b', momentum: 0.1234567 }, 'momentum has at most 6 decimals'],
    [{ type: 'batchNorm', name: 'b', epsilon: 0 }, 'epsilon must be from 1e-12 to 1']
  ])('%j is refused', (layer, message) => {
    expect(() => parseInput(layerSpec, layer, 'The layer')).toThrow(message)
  })
})

test('a layer that says that it is not frozen is written as one that says nothing', () => {
  const layer = { type: 'dense', name: 'fc1', units: 2 }
  const read = modelSpec.parse({ inputShape: [8, 8, 1], layers: [{ ...layer, frozen: false }] })
  expect(JSON.stringify(read.layers)).toBe(JSON.stringify([layer]))
  const frozen = modelSpec.parse({ inputShape: [8, 8, 1], layers: [{ ...layer, frozen: true }] })
  expect(frozen.layers[0]).toEqual({ ...layer, frozen: true })
})

test('pixel ranges go with the channels, and a huge number of channels is refused at once', () => {
  const layers = lessonModel.layers
  const ranges = [
    [0, 1],
    [-1, 1],
    [0, 255]
  ]
  expect(modelSpec.safeParse({ ...lessonModel, pixels: ranges }).success).toBe(true)
  expect(modelSpec.safeParse({ ...lessonModel, pixels: ranges.slice(1) }).success).toBe(false)
  expect(modelSpec.safeParse({ inputShape: [32, 32, 2 ** 53], layers, pixels: ranges }).success).toBe(false)
  expect(modelSpec.safeParse({ inputShape: [32, 32, 2 ** 53], layers }).success).toBe(false)
})

describe('inputs', () => {
  test('a network that names none is read to the same value', () => {
    expect(JSON.stringify(modelSpec.parse(lessonModel))).toBe(JSON.stringify(lessonModel))
  })

  test('those that are named are kept', () => {
    const layers = [
      ...lessonModel.layers.slice(0, 2),
      { type: 'add', name: 'sum', inputs: ['conv1', 'relu1'] },
      ...lessonModel.layers.slice(2)
    ]
    expect(modelSpec.parse({ ...lessonModel, layers }).layers).toEqual(layers)
  })

  test('those that follow from the order are left out', () => {
    const [conv, ...rest] = lessonModel.layers
    const layers = [
      { ...conv, inputs: ['image'] },
      ...rest.map((layer, i) => ({ ...layer, inputs: [lessonModel.layers[i]?.name] }))
    ]
    expect(modelSpec.parse({ ...lessonModel, layers })).toStrictEqual(lessonModel)
  })

  test('a layer may be called image only where no layer names inputs', () => {
    const layers = [{ type: 'relu', name: 'image' }, ...lessonModel.layers]
    expect(modelSpec.parse({ ...lessonModel, layers }).layers).toEqual(layers)
    const named = [...layers.slice(0, -1), { type: 'dense', name: 'fc3', units: 10, inputs: ['relu4'] }]
    expect(() => parseInput(modelSpec, { ...lessonModel, layers: named }, 'The network')).toThrow(
      'no layer can be called image if layers name their inputs'
    )
  })

  test.each([
    ['sum', 'layer 1 (add): the inputs of a layer are a list of names'],
    [[], 'layer 1 (add): a layer takes at least one input'],
    [Array.from({ length: 17 }, () => 'a'), 'layer 1 (add): a layer takes at most 16 inputs'],
    [['a', '1'], 'layer 1 (add): a layer name is a letter followed by'],
    [['a', null], 'layer 1 (add): a layer name is a text']
  ])('%j are refused', (inputs, message) => {
    const layers = [{ type: 'add', name: 'sum', inputs }]
    expect(() => parseInput(modelSpec, { ...lessonModel, layers }, 'The network')).toThrow(message)
  })
})

test('there may be so many layers and no more', () => {
  const layers = Array.from({ length: mostLayers }, (_, i) => ({ type: 'relu', name: `relu${i}` }))
  expect(modelSpec.safeParse({ ...lessonModel, layers }).success).toBe(true)
  const more = [...layers, { type: 'relu', name: 'last' }]
  expect(() => parseInput(modelSpec, { ...lessonModel, layers: more }, 'The network')).toThrow(
    `a network has at most ${mostLayers} layers`
  )
})
