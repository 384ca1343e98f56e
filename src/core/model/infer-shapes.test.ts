import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  classCount,
  countParameters,
  inferShapes,
  parameterShapes,
  trainableShapes,
  walkShapes
} from './infer-shapes'
import { outputSize } from '../layers/window-size'
import { setFrozen } from '../layers/set-frozen'
import { initialWeights } from './initial-weights'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import type { ModelSpec } from './model-spec'

describe('the lesson’s network', () => {
  test('has the published sizes and 62,006 parameters', () => {
    const outputs = inferShapes(lessonModel).map(({ layer, output }) => [layer.name, ...output])
    expect(outputs).toEqual([
      ['conv1', 28, 28, 6],
      ['relu1', 28, 28, 6],
      ['pool1', 14, 14, 6],
      ['conv2', 10, 10, 16],
      ['relu2', 10, 10, 16],
      ['pool2', 5, 5, 16],
      ['flatten', 400],
      ['fc1', 120],
      ['relu3', 120],
      ['fc2', 84],
      ['relu4', 84],
      ['fc3', 10]
    ])
    expect(countParameters(lessonModel)).toBe(62_006)
    expect(classCount(lessonModel)).toBe(10)
  })
})

describe('outputSize', () => {
  test('counts the places at which a window fits', () => {
    const size = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 5 }),
        (w, f, s, p) => {
          let places = 0
          for (let start = -p; start + f <= w + p; start += s) places++
          expect(outputSize(w, f, s, p)).toBe(places)
        }
      )
    )
  })
})

describe('sizes that do not fit', () => {
  const spec = (...layers: ModelSpec['layers']): ModelSpec => ({ inputShape: [6, 6, 3], layers })

  test('are refused at the layer where they arise', () => {
    expect(() =>
      inferShapes(
        spec({
          type: 'conv2d',
          name: 'big',
          filters: 1,
          kernelSize: [7, 5],
          strides: [1, 1],
          padding: [0, 0]
        })
      )
    ).toThrow('Layer big has a window of 7 × 5, larger than its 6 × 6 input')
  })

  test('a dense layer wants flat input, a convolution an image', () => {
    expect(() => inferShapes(spec({ type: 'dense', name: 'fc', units: 3 }))).toThrow(
      'still has rows and columns'
    )
    expect(() =>
      inferShapes(
        spec(
          { type: 'flatten', name: 'flat' },
          { type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2] }
        )
      )
    ).toThrow('its input is flat (108 values)')
  })

  test('a network must end in scores', () => {
    expect(() => classCount(spec({ type: 'relu', name: 'relu' }))).toThrow('one score for each class')
  })
})

describe('dropout and batch normalisation', () => {
  const bn = { type: 'batchNorm', momentum: 0.1, epsilon: 1e-5 } as const
  const model: ModelSpec = {
    inputShape: [4, 4, 3],
    layers: [
      { ...bn, name: 'bn1' },
      { type: 'dropout', name: 'drop', rate: 0.5 },
      { type: 'flatten', name: 'flat' },
      { ...bn, name: 'bn2' },
      { type: 'dense', name: 'fc', units: 2 }
    ]
  }

  test('keep the shape; normalisation is over channels, and over features once flat', () => {
    expect(inferShapes(model).map(({ output }) => output)).toEqual([[4, 4, 3], [4, 4, 3], [48], [48], [2]])
    expect(parameterShapes(model).map(({ name, shape }) => [name, ...shape])).toEqual([
      ['bn1/gamma', 3],
      ['bn1/beta', 3],
      ['bn1/moving_mean', 3],
      ['bn1/moving_variance', 3],
      ['bn2/gamma', 48],
      ['bn2/beta', 48],
      ['bn2/moving_mean', 48],
      ['bn2/moving_variance', 48],
      ['fc/kernel', 48, 2],
      ['fc/bias', 2]
    ])
  })

  test('what is averaged is not trained, and not counted', () => {
    const trained = trainableShapes(model).map(({ name }) => name)
    expect(trained).toEqual(['bn1/gamma', 'bn1/beta', 'bn2/gamma', 'bn2/beta', 'fc/kernel', 'fc/bias'])
    expect(countParameters(model)).toBe(6 + 96 + 98)
  })

  test('weights of a frozen layer are counted, but not trained; what it averages stays what it was', () => {
    const frozen = {
      ...model,
      layers: model.layers.map((layer) => (layer.name === 'bn1' ? setFrozen(layer, true) : layer))
    }
    expect(trainableShapes(frozen).map(({ name }) => name)).toEqual([
      'bn2/gamma',
      'bn2/beta',
      'fc/kernel',
      'fc/bias'
    ])
    expect(countParameters(frozen)).toBe(countParameters(model))
    expect(parameterShapes(frozen).map(({ averaged }) => averaged)).toEqual(
      parameterShapes(model).map(({ averaged }) => averaged)
    )
    expect(initialWeights(frozen, 3)).toEqual(initialWeights(model, 3))
  })

  test('normalisation starts as the identity and takes no random number from the others', () => {
    const weights = initialWeights(model, 3)
    expect(weights.slice(4, 8).map(({ values }) => [...new Set(values)])).toEqual([[1], [0], [0], [1]])
    const without = { ...model, layers: model.layers.filter(({ type }) => type !== 'batchNorm') }
    expect(weights.slice(8)).toEqual(initialWeights(without, 3))
  })
})

describe('branches', () => {
  const conv: Omit<LayerSpec<'conv2d'>, 'name'> = {
    type: 'conv2d',
    filters: 4,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: [1, 1]
  }
  const spec = (...layers: ModelSpec['layers']): ModelSpec => ({ inputShape: [6, 8, 3], layers })

  test('a sum has the shape of its inputs, a concatenation the channels of all of them', () => {
    const shapes = inferShapes(
      spec(
        { ...conv, name: 'a' },
        { ...conv, name: 'b', inputs: ['image'] },
        { type: 'add', name: 'sum', inputs: ['a', 'b'] },
        { type: 'concatenate', name: 'wide', inputs: ['image', 'sum', 'sum'] },
        { type: 'flatten', name: 'f1' },
        { type: 'flatten', name: 'f2', inputs: ['image'] },
        { type: 'concatenate', name: 'rows', inputs: ['f1', 'f2'] },
        { type: 'dense', name: 'scores', units: 5 }
      )
    )
    expect(shapes.map(({ sources }) => sources)).toEqual([
      [-1],
      [-1],
      [0, 1],
      [-1, 2, 2],
      [3],
      [-1],
      [4, 5],
      [6]
    ])
    expect(shapes.slice(2, 7).map(({ output }) => output)).toEqual([
      [6, 8, 4],
      [6, 8, 11],
      [6 * 8 * 11],
      [6 * 8 * 3],
      [6 * 8 * 14]
    ])
    expect(shapes[3]).toMatchObject({
      input: [6, 8, 3],
      inputs: [
        [6, 8, 3],
        [6, 8, 4],
        [6, 8, 4]
      ]
    })
  })

  test.each<[string, ModelSpec['layers'], string]>([
    [
      'a sum of different shapes',
      [
        { ...conv, name: 'a' },
        { type: 'add', name: 'sum', inputs: ['a', 'image'] }
      ],
      'Layer sum adds values of different shapes: 6 × 8 × 4 and 6 × 8 × 3.'
    ],
    [
      'channels of images of different sizes',
      [
        { ...conv, strides: [2, 2], name: 'a' },
        { type: 'concatenate', name: 'wide', inputs: ['a', 'image'] }
      ],
      'Layer wide joins channels of different sizes: 3 × 4 × 4 and 6 × 8 × 3.'
    ],
    [
      'an image and flat values',
      [
        { type: 'flatten', name: 'a' },
        { type: 'concatenate', name: 'wide', inputs: ['a', 'image'] }
      ],
      'Layer wide joins channels of different sizes: 144 and 6 × 8 × 3.'
    ],
    [
      'a sum of one',
      [
        { type: 'relu', name: 'a' },
        { type: 'add', name: 'sum' }
      ],
      'Layer sum joins several outputs, but has only one input.'
    ],
    [
      'a plain layer of two',
      [
        { type: 'relu', name: 'a' },
        { type: 'tanh', name: 'b', inputs: ['a', 'image'] }
      ],
      'Layer b takes one input, but has 2: a, image.'
    ]
  ])('%s is refused', (_, layers, message) => {
    expect(() => inferShapes(spec(...layers))).toThrow(message)
  })

  test('the walk gives what comes before the layer that does not fit', () => {
    const names: string[] = []
    expect(() => {
      for (const { layer } of walkShapes(
        spec(
          { type: 'relu', name: 'a' },
          { type: 'relu', name: 'b', inputs: ['c'] },
          { type: 'relu', name: 'd' }
        )
      )) {
        names.push(layer.name)
      }
    }).toThrow('no such layer')
    expect(names).toEqual(['a'])
  })

  test('a network with a layer that leads nowhere gives no scores', () => {
    const layers: ModelSpec['layers'] = [
      { ...conv, name: 'lost' },
      { type: 'flatten', name: 'flat', inputs: ['image'] },
      { type: 'dense', name: 'scores', units: 5 }
    ]
    expect(() => classCount(spec(...layers))).toThrow('Layer lost leads nowhere')
    expect(classCount(spec(...layers.slice(1)))).toBe(5)
  })
})
