// Over 300 lines: a table of layers as they stand in files, and how each is read.
import { describe, expect, test } from 'vitest'
import { lessonModel } from '../../core/model/lesson-model'
import { type ModelSpec, modelSpec } from '../../core/model/model-spec'
import { canFreeze, layerKinds, type LayerSpec, layerSpec, layerTypes } from '../../core/layers/layer-kinds'
import { decodeLayersModel } from './decode-layers-model'
import { encodeLayersModel } from './encode-layers-model'

type Layer = readonly [className: string, config: Readonly<Record<string, unknown>>]

/** model.json of a network made elsewhere: some layers, then a flatten layer and an end of 4 classes. */
function foreign(
  layers: readonly Layer[],
  size = 8,
  end: readonly Layer[] = [['Dense', { name: 'out', units: 4 }]]
): unknown {
  const all: Layer[] = [
    ['InputLayer', { name: 'input', batch_input_shape: [null, size, size, 3] }],
    ...layers,
    ['Flatten', { name: 'flat' }],
    ...end
  ]
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: { layers: all.map(([class_name, config]) => ({ class_name, config })) }
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }]
  }
}

const decode = (value: unknown): ModelSpec => decodeLayersModel(value, 'model.json').model
const decodeLayers = (layers: readonly Layer[], size?: number): LayerSpec[] =>
  decode(foreign(layers, size)).layers

const conv = { name: 'c', filters: 2, kernel_size: [3, 3], strides: [1, 1] }

describe('networks of Tenfold', () => {
  test('come back as they were', () => {
    expect(decode(encodeLayersModel(lessonModel))).toEqual(lessonModel)
  })

  test('padding goes through a layer of its own', () => {
    const model: ModelSpec = {
      inputShape: [6, 7, 1],
      layers: [
        {
          type: 'conv2d',
          name: 'c_padding',
          filters: 1,
          kernelSize: [3, 1],
          strides: [2, 1],
          padding: [2, 1]
        },
        { type: 'conv2d', name: 'c', filters: 1, kernelSize: [1, 1], strides: [1, 1], padding: [0, 3] },
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'd', units: 3 }
      ]
    }
    expect(decode(encodeLayersModel(model))).toEqual(model)
  })

  test('filters that start in another way say so, padded or not, also where pixels are told', () => {
    const window = { kernelSize: [2, 2], strides: [1, 1] } as const
    const model = modelSpec.parse({
      inputShape: [6, 7, 1],
      pixels: [0, 1],
      layers: [
        { type: 'conv2d', name: 'a', ...window, filters: 8, padding: [0, 0], initialisation: 'whitening' },
        { type: 'conv2d', name: 'b', ...window, filters: 9, padding: [1, 0], initialisation: 'identity' },
        { type: 'conv2d', name: 'c', ...window, filters: 2, padding: [0, 0] },
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'd', units: 3 }
      ]
    })
    const written: unknown = JSON.parse(JSON.stringify(encodeLayersModel(model)))
    expect(JSON.stringify(decode(written))).toBe(JSON.stringify(model))
    const { pixels: _, ...usual } = model
    expect(decode(encodeLayersModel(usual))).toEqual(usual)
  })

  test('words of their own that cannot be read are refused, not passed over', () => {
    const written = encodeLayersModel({ ...lessonModel, pixels: [0, 1] })
    for (const initialisations of [{ conv1: 'nonsense' }, [], 7, { conv1: null }]) {
      const changed = { ...written, userDefinedMetadata: { pixels: [0, 1], initialisations } }
      expect(() => decode(changed)).toThrow('Tenfold’s own notes on the network in model.json')
    }
    expect(() => decode({ ...written, userDefinedMetadata: { pixels: 'bright' } })).toThrow('pixels')
    expect(() => decode({ ...written, userDefinedMetadata: { classes: [7] } })).toThrow('classes')
    expect(() =>
      decode({
        ...written,
        userDefinedMetadata: {
          pixels: [
            [0, 1],
            [0, 1]
          ]
        }
      })
    ).toThrow()
    expect(decode({ ...written, userDefinedMetadata: {} }).pixels).toBeUndefined()
  })

  test('a layer of padding before a convolution stays one', () => {
    const window = { filters: 1, kernelSize: [3, 3], strides: [1, 1] } as const
    const model = modelSpec.parse({
      inputShape: [6, 7, 1],
      layers: [
        { type: 'zeroPadding2d', name: 'pad1', rows: [1, 1], columns: [2, 2] },
        { type: 'conv2d', name: 'c', ...window, padding: [0, 0] },
        { type: 'zeroPadding2d', name: 'padding', rows: [1, 1], columns: [2, 2] },
        { type: 'conv2d', name: 'd', ...window, padding: [1, 0] },
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'e', units: 3 }
      ]
    })
    expect(decode(encodeLayersModel(model))).toEqual(model)
  })
})

test('batch normalisation and dropout come back with every momentum that a network may have', () => {
  for (let millionths = 0; millionths <= 1_000_000; millionths += 1009) {
    const model: ModelSpec = {
      inputShape: [2, 2, 1],
      layers: [
        { type: 'dropout', name: 'o', rate: 0.3 },
        { type: 'batchNorm', name: 'b', momentum: millionths / 1_000_000, epsilon: 1e-5 },
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'd', units: 3 }
      ]
    }
    const json: unknown = JSON.parse(JSON.stringify(encodeLayersModel(model)))
    expect(JSON.stringify(decode(json))).toBe(JSON.stringify(model))
  }
})

test.each(layerTypes)('a %s comes back as it was', (type) => {
  const flatten: LayerSpec = { type: 'flatten', name: 'f' }
  const dense: LayerSpec = { type: 'dense', name: 'd', units: 3 }
  const inputs = layerKinds[type].merges ? { inputs: ['image', 'image'] } : {}
  const own = layerSpec.parse({ ...layerKinds[type].fresh, type, name: 'own', ...inputs })
  const layers = type === 'dense' ? [flatten, own] : type === 'flatten' ? [own, dense] : [own, flatten, dense]
  const model: ModelSpec = { inputShape: [9, 9, 2], layers }
  const json: unknown = JSON.parse(JSON.stringify(encodeLayersModel(model)))
  expect(decode(json)).toEqual(model)
})

test.each(layerTypes.filter(canFreeze))(
  'a frozen %s comes back frozen, as a layer that is not trainable',
  (type) => {
    const own = layerSpec.parse({ ...layerKinds[type].fresh, type, name: 'own', frozen: true })
    const flatten: LayerSpec = { type: 'flatten', name: 'f' }
    const dense: LayerSpec = { type: 'dense', name: 'd', units: 3 }
    const layers = type === 'dense' ? [flatten, own, dense] : [own, flatten, dense]
    const model: ModelSpec = { inputShape: [9, 9, 2], layers }
    const json = JSON.stringify(encodeLayersModel(model))
    expect(json.match(/"trainable":false/g)).toHaveLength(1)
    expect(JSON.stringify(decode(JSON.parse(json)))).toBe(JSON.stringify(model))
  }
)

test('what is not frozen is written without a word about it', () => {
  expect(JSON.stringify(encodeLayersModel(lessonModel))).not.toContain('trainable')
})

describe('networks made elsewhere', () => {
  test('what is not trainable is frozen, where it has weights', () => {
    const still = { trainable: false }
    const layers = decodeLayers([
      ['Conv2D', { ...conv, ...still, padding: 'same', strides: 2, activation: 'relu' }],
      ['BatchNormalization', { name: 'bn', ...still }],
      ['MaxPooling2D', { name: 'p', ...still }],
      ['Conv2D', { ...conv, name: 'e', kernel_size: 1, trainable: true }]
    ])
    expect(layers.map(({ type, frozen }) => [type, frozen])).toEqual([
      ['zeroPadding2d', undefined],
      ['conv2d', true],
      ['relu', undefined],
      ['batchNorm', true],
      ['maxPool2d', undefined],
      ['conv2d', undefined],
      ['flatten', undefined],
      ['dense', undefined]
    ])
  })

  test.each<readonly [what: string, layer: Layer, ours: object]>([
    ['ReLU with a limit of 6', ['ReLU', { name: 'a', max_value: 6 }], { type: 'relu6' }],
    ['a plain ReLU', ['ReLU', { name: 'a', max_value: null, negative_slope: 0 }], { type: 'relu' }],
    ['LeakyReLU of Keras 2', ['LeakyReLU', { name: 'a', alpha: 0.25 }], { type: 'leakyRelu', slope: 0.25 }],
    [
      'LeakyReLU of Keras 3',
      ['LeakyReLU', { name: 'a', negative_slope: 0.1 }],
      { type: 'leakyRelu', slope: 0.1 }
    ],
    ['LeakyReLU that says nothing', ['LeakyReLU', { name: 'a' }], { type: 'leakyRelu', slope: 0.3 }],
    ['silu', ['Activation', { name: 'a', activation: 'silu' }], { type: 'silu' }],
    ['swish', ['Activation', { name: 'a', activation: 'swish' }], { type: 'silu' }],
    ['gelu', ['Activation', { name: 'a', activation: 'gelu' }], { type: 'gelu' }],
    ['gelu_new', ['Activation', { name: 'a', activation: 'gelu_new' }], { type: 'geluTanh' }]
  ])('%s is read', (_, layer, ours) => {
    expect(decodeLayers([layer])[0]).toEqual({ name: 'a', ...ours })
  })

  test('an activation inside a layer becomes a layer, linear becomes nothing', () => {
    const layers = decodeLayers([
      ['Conv2D', { ...conv, activation: 'relu' }],
      ['Conv2D', { ...conv, name: 'c_relu', activation: 'linear' }]
    ])
    expect(layers.slice(0, 3).map(({ type, name }) => [type, name])).toEqual([
      ['conv2d', 'c'],
      ['relu', 'c_relu'],
      ['conv2d', 'c_relu_2']
    ])
  })

  test('a softmax at the end is taken off, in the middle it is refused', () => {
    const ended: Layer[][] = [
      [['Dense', { name: 'out', units: 4, activation: 'softmax' }]],
      [
        ['Dense', { name: 'out', units: 4 }],
        ['Softmax', { name: 's', axis: -1 }]
      ],
      [
        ['Dense', { name: 'out', units: 4 }],
        ['Activation', { name: 's', activation: 'softmax' }]
      ]
    ]
    for (const end of ended) {
      expect(decode(foreign([], 8, end))).toEqual(decode(foreign([])))
      expect(() => decodeLayers([['Flatten', { name: 'f' }], ...end])).toThrow('comes after a softmax')
    }
  })

  test.each([
    // size, window, stride -> padding on each side: TensorFlow's ceil(size / stride) outputs
    [8, 3, 1, 1],
    [8, 5, 1, 2],
    [9, 3, 2, 1],
    [8, 2, 2, 0],
    [7, 1, 3, 0]
  ])('“same” on %i pixels, window %i, stride %i is padding %i', (size, window, stride, padding) => {
    const config = { ...conv, kernel_size: window, strides: stride, padding: 'same' }
    expect(decodeLayers([['Conv2D', config]], size)[0]).toMatchObject({ padding: [padding, padding] })
  })

  test('“same” that pads one side more than the other puts a layer before the convolution', () => {
    const halving = { ...conv, strides: 2, padding: 'same', use_bias: false }
    const { model, weightNames } = decodeLayersModel(
      foreign([
        ['Conv2D', { ...halving, name: 'first' }],
        ['ZeroPadding2D', { name: 'z', padding: [2, 1] }],
        ['Conv2D', { ...halving, name: 'second' }]
      ]),
      'model.json'
    )
    expect(model.layers.slice(0, 4)).toMatchObject([
      { type: 'zeroPadding2d', name: 'first_pad', rows: [0, 1], columns: [0, 1] },
      { type: 'conv2d', name: 'first', padding: [0, 0] },
      { type: 'zeroPadding2d', name: 'second_pad', rows: [2, 3], columns: [1, 2] },
      { type: 'conv2d', name: 'second', padding: [0, 0] }
    ])
    expect(weightNames.slice(0, 4)).toEqual(['first/kernel', undefined, 'second/kernel', undefined])
  })

  test('padding that no convolution can take over becomes a layer', () => {
    const uneven = [
      [0, 1],
      [2, 3]
    ]
    const layers = decodeLayers([
      ['ZeroPadding2D', { name: 'uneven', padding: uneven }],
      ['Conv2D', conv],
      ['ZeroPadding2D', { name: 'z' }],
      ['MaxPooling2D', { name: 'p' }]
    ])
    expect(layers.slice(0, 4)).toEqual([
      { type: 'zeroPadding2d', name: 'uneven', rows: [0, 1], columns: [2, 3] },
      { type: 'conv2d', name: 'c', filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: [0, 0] },
      { type: 'zeroPadding2d', name: 'z', rows: [1, 1], columns: [1, 1] },
      { type: 'maxPool2d', name: 'p', poolSize: [2, 2], strides: [2, 2] }
    ])
  })

  test('names get Tenfold’s alphabet; weights are still found under their own names', () => {
    const { model, weightNames } = decodeLayersModel(
      foreign([['Conv2D', { ...conv, name: '1st block/conv', use_bias: false }]]),
      'model.json'
    )
    expect(model.layers[0]?.name).toBe('layer_1st_block_conv')
    expect(weightNames).toEqual(['1st block/conv/kernel', undefined, 'out/kernel', 'out/bias'])
  })

  test('batch normalisation: Keras’s defaults, what is left out, and only over channels', () => {
    const normalisation = (config: object): Layer => ['BatchNormalization', { name: 'bn', ...config }]
    const { model, weightNames } = decodeLayersModel(
      foreign([normalisation({ axis: [3], scale: false, center: false })]),
      'model.json'
    )
    expect(model.layers[0]).toEqual({ type: 'batchNorm', name: 'bn', momentum: 0.01, epsilon: 0.001 })
    expect(weightNames.slice(0, 4)).toEqual([undefined, undefined, 'bn/moving_mean', 'bn/moving_variance'])
    expect(() => decodeLayers([normalisation({ axis: 1 })])).toThrow('normalises over axis 1')
    expect(() => decodeLayers([normalisation({ momentum: 1.5 })])).toThrow('momentum must be from 0 to 1')
    expect(() => decodeLayers([['Dropout', { name: 'd', rate: 1 }]])).toThrow('dropout rate must be from')
    expect(() => decodeLayers([['Dropout', { name: 'd', rate: 0.5, noise_shape: [1, 2] }]])).toThrow(
      'shared along an axis'
    )
  })

  test('Keras’s own wrapping and a bare list of layers are read', () => {
    const list = [
      { class_name: 'Flatten', config: { name: 'f', batch_input_shape: [null, 2, 2, 1] } },
      { class_name: 'Dense', config: { name: 'd', units: 3, activation: 'softmax' } }
    ]
    const value = {
      modelTopology: { model_config: { class_name: 'Sequential', config: list } },
      weightsManifest: [{ paths: ['a.bin'], weights: [] }]
    }
    expect(decode(value)).toEqual({
      inputShape: [2, 2, 1],
      layers: [
        { type: 'flatten', name: 'f' },
        { type: 'dense', name: 'd', units: 3 }
      ]
    })
  })

  test.each<[string, readonly Layer[], string]>([
    [
      'an unknown layer',
      [['LayerNormalization', { name: 'n' }]],
      '(LayerNormalization) in model.json has a type that'
    ],
    ['an unknown activation', [['Conv2D', { ...conv, activation: 'elu' }]], 'has the activation elu'],
    ['dilation', [['Conv2D', { ...conv, dilation_rate: [2, 2] }]], 'dilation is not supported'],
    ['groups', [['Conv2D', { ...conv, groups: 3 }]], 'grouped convolution is not supported'],
    ['channels first', [['Conv2D', { ...conv, data_format: 'channels_first' }]], 'channels_last'],
    ['stride 0', [['Conv2D', { ...conv, strides: [0, 0], padding: 'same' }]], 'strides'],
    [
      'padded pooling',
      [['MaxPooling2D', { name: 'p', pool_size: 3, strides: 1, padding: 'same' }]],
      'pads the image'
    ],
    [
      'pooling that pads one side more than the other',
      [['AveragePooling2D', { name: 'p', pool_size: 3, strides: 2, padding: 'same' }]],
      'pads the image, which pooling layers here do not'
    ],
    [
      'more padding than a layer can have',
      [['ZeroPadding2D', { name: 'z', padding: 40 }]],
      'must be two whole numbers from 0 to 32'
    ],
    ['a limited ReLU', [['ReLU', { name: 'r', max_value: 5 }]], 'a limit on ReLU other than 6'],
    [
      'a window larger than the image',
      [['Conv2D', { ...conv, kernel_size: 9 }]],
      'larger than its 8 × 8 input'
    ],
    ['too many filters', [['Conv2D', { ...conv, filters: 1_000_000 }]], 'filters'],
    [
      'more layers than a network can have',
      Array.from({ length: 300 }, (_, i): Layer => ['ReLU', { name: `r${i}` }]),
      'has more than 256 layers'
    ],
    [
      'far more layers',
      Array.from({ length: 1100 }, (_, i): Layer => ['Activation', { name: `r${i}`, activation: 'linear' }]),
      'has more than 1,024 layers'
    ]
  ])('%s is refused, with the layer named', (_, layers, message) => {
    expect(() => decodeLayers(layers)).toThrow(message)
  })

  test('other models, graph models and models without weights are refused', () => {
    const model = { modelTopology: { class_name: 'Subclassed', config: { layers: [] } }, weightsManifest: [] }
    expect(() => decode({ ...model, weightsManifest: undefined })).toThrow('lists no weights')
    const manifest = [{ paths: ['w.bin'], weights: [] }]
    expect(() => decode({ ...model, weightsManifest: manifest })).toThrow(
      'holds a model of class Subclassed; only Sequential and Functional models can be read.'
    )
    expect(() => decode({ format: 'graph-model', modelTopology: {}, weightsManifest: manifest })).toThrow(
      'is a TensorFlow graph model'
    )
  })
})
