// Over 300 lines: a table of files and of what each is refused for.
import { describe, expect, test } from 'vitest'
import type { ModelSpec } from '../../core/model/model-spec'
import { decodeArchitecture } from './decode-layers-model'
import { encodeLayersModel } from './encode-layers-model'

interface FileLayer {
  readonly class_name: string
  readonly name: string
  readonly config?: object | undefined
  /** As Keras 2 and TensorFlow.js write them, unless they are a call of Keras 3. */
  readonly inbound_nodes: readonly unknown[]
}

const image: FileLayer = {
  class_name: 'InputLayer',
  name: 'in',
  config: { batch_input_shape: [null, 8, 8, 3] },
  inbound_nodes: []
}
const conv = { filters: 3, kernel_size: [3, 3], padding: 'same' }

/** A layer of Keras 2, applied once. */
function layer(class_name: string, name: string, inputs: readonly string[], config: object = {}): FileLayer {
  return { class_name, name, config, inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])] }
}

const scores: readonly FileLayer[] = [
  layer('Flatten', 'flat', ['end']),
  layer('Dense', 'scores', ['flat'], { units: 4 })
]

function decode(
  layers: readonly FileLayer[],
  ends: {
    readonly input_layers?: unknown
    readonly output_layers?: unknown
    readonly class_name?: string
  } = {}
): ModelSpec {
  const { class_name = 'Functional', ...own } = ends
  const config = {
    name: 'model',
    layers: layers.map((one) => ({ ...one, config: { name: one.name, ...one.config } })),
    input_layers: [['in', 0, 0]],
    output_layers: [['scores', 0, 0]],
    ...own
  }
  return decodeArchitecture({ modelTopology: { class_name, config } }, 'model.json').model
}

const residual: readonly FileLayer[] = [
  image,
  layer('Conv2D', 'c', ['in'], conv),
  layer('Activation', 'a', ['c'], { activation: 'relu' }),
  layer('Add', 'end', ['a', 'in']),
  ...scores
]
const expected: ModelSpec['layers'] = [
  { type: 'conv2d', name: 'c', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
  { type: 'relu', name: 'a' },
  { type: 'add', name: 'end', inputs: ['a', 'image'] },
  { type: 'flatten', name: 'flat' },
  { type: 'dense', name: 'scores', units: 4 }
]

describe('functional models', () => {
  test.each(['Functional', 'Model'])('of class %s are read', (class_name) => {
    expect(decode(residual, { class_name })).toEqual({ inputShape: [8, 8, 3], layers: expected })
  })

  test('the layers may stand in any order', () => {
    expect(decode([...residual].reverse()).layers).toEqual(expected)
    const late = [...residual.slice(2), ...residual.slice(0, 2)]
    expect(decode(late).layers).toEqual(expected)
  })

  test('of Keras 3: calls with tensors, and ends without a list around them', () => {
    const tensor = (name: string): object => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 8, 8, 3], dtype: 'float32', keras_history: [name, 0, 0] }
    })
    const called = residual.map((one) => {
      const name = one.class_name === 'InputLayer' ? 'in' : one.name
      const inputs = residual.find((other) => other.name === name)?.inbound_nodes.flat() ?? []
      const tensors = inputs.map((input) => tensor(Array.isArray(input) ? String(input[0]) : ''))
      const inbound_nodes =
        tensors.length === 0
          ? []
          : [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: { mask: null } }]
      const config = name === 'in' ? { batch_shape: [null, 8, 8, 3], sparse: false } : one.config
      return { ...one, module: 'keras.layers', registered_name: null, config, inbound_nodes }
    })
    const ends = { input_layers: ['in', 0, 0], output_layers: ['scores', 0, 0] }
    expect(decode(called, ends).layers).toEqual(expected)
  })

  test('activations in layers, rescaling, and a softmax at the end', () => {
    const model = decode([
      image,
      layer('Rescaling', 'r', ['in'], { scale: 1 / 255, offset: 0 }),
      layer('Conv2D', 'c', ['r'], { ...conv, activation: 'relu' }),
      layer('Add', 'end', ['c', 'r']),
      ...scores.slice(0, 1),
      layer('Dense', 'd', ['flat'], { units: 4 }),
      layer('Softmax', 'scores', ['d'], { axis: -1 })
    ])
    expect(model.pixels).toEqual([0, 1])
    expect(model.layers.slice(1, 3)).toEqual([
      { type: 'relu', name: 'c_relu' },
      { type: 'add', name: 'end', inputs: ['c_relu', 'image'] }
    ])
    expect(model.layers.at(-1)).toEqual({ type: 'dense', name: 'd', units: 4 })
  })

  test('padding goes into every convolution that takes it', () => {
    const model = decode([
      image,
      layer('ZeroPadding2D', 'z', ['in'], { padding: [1, 1] }),
      layer('Conv2D', 'c', ['z'], { ...conv, padding: 'valid' }),
      layer('Conv2D', 'd', ['z'], { ...conv, padding: 'valid' }),
      layer('Concatenate', 'end', ['c', 'd'], { axis: 3 }),
      ...scores
    ])
    expect(model.layers.slice(0, 3)).toMatchObject([
      { name: 'c', padding: [1, 1] },
      { name: 'd', padding: [1, 1], inputs: ['image'] },
      { type: 'concatenate', inputs: ['c', 'd'] }
    ])
  })

  test('padding that other layers take too becomes a layer', () => {
    const model = decode([
      image,
      layer('ZeroPadding2D', 'z', ['in']),
      layer('Conv2D', 'c', ['z'], conv),
      layer('Add', 'end', ['c', 'z']),
      ...scores
    ])
    expect(model.layers.slice(0, 3)).toMatchObject([
      { type: 'zeroPadding2d', name: 'z', rows: [1, 1], columns: [1, 1] },
      { type: 'conv2d', name: 'c', padding: [1, 1] },
      { type: 'add', inputs: ['c', 'z'] }
    ])
  })

  test('a layer called image gets another name', () => {
    const model = decode([
      image,
      layer('ReLU', 'image', ['in']),
      layer('Add', 'end', ['image', 'in']),
      ...scores
    ])
    expect(model.layers.slice(0, 2)).toEqual([
      { type: 'relu', name: 'image_2' },
      { type: 'add', name: 'end', inputs: ['image_2', 'image'] }
    ])
  })

  test('one that is a chain becomes one', () => {
    const model = decode([image, layer('ReLU', 'end', ['in']), ...scores])
    expect(model.layers.some((one) => 'inputs' in one)).toBe(false)
  })

  test('of Tenfold, with the order of its layers', () => {
    const model: ModelSpec = {
      inputShape: [9, 7, 2],
      pixels: [0, 1],
      layers: [
        { type: 'conv2d', name: 'c', filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
        { type: 'dropout', name: 'late', rate: 0.5, inputs: ['image'] },
        { type: 'dropout', name: 'early', rate: 0.25, inputs: ['c'] },
        { type: 'add', name: 'twice', inputs: ['early', 'early', 'late'] },
        { type: 'flatten', name: 'f1' },
        { type: 'flatten', name: 'f2', inputs: ['image'] },
        { type: 'concatenate', name: 'rows', inputs: ['f2', 'f1'] },
        { type: 'dense', name: 'd', units: 3 }
      ]
    }
    const json: unknown = JSON.parse(JSON.stringify(encodeLayersModel(model)))
    expect(json).toMatchObject({ modelTopology: { class_name: 'Functional' } })
    expect(decodeArchitecture(json, 'model.json').model).toEqual(model)
  })
})

test('a network inside the network is opened up, whatever it says of its input', () => {
  const inner = {
    layers: [
      { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 8, 8, 3] } },
      { class_name: 'ReLU', config: { name: 'a' } },
      { class_name: 'Sequential', config: { layers: [{ class_name: 'ReLU', config: { name: 'a' } }] } }
    ]
  }
  const model = decode([
    image,
    layer('Sequential', 'body', ['in'], inner),
    layer('Add', 'end', ['body', 'in']),
    ...scores
  ])
  expect(model.layers).toEqual([
    { type: 'relu', name: 'a' },
    { type: 'relu', name: 'a_2' },
    { type: 'add', name: 'end', inputs: ['a_2', 'image'] },
    ...expected.slice(-2)
  ])
})

describe('what our layers cannot express is refused', () => {
  const end = layer('ReLU', 'end', ['in'])

  test.each<[what: string, layers: readonly FileLayer[], message: string]>([
    [
      'a second input',
      [image, { ...image, name: 'other' }, layer('Add', 'end', ['in', 'other']), ...scores],
      'Layer other (InputLayer) in model.json is a second input.'
    ],
    [
      'a layer that is applied twice',
      [
        image,
        layer('ReLU', 'end', ['s']),
        {
          ...layer('Conv2D', 's', [], conv),
          inbound_nodes: [[['in', 0, 0, {}]], [['s', 0, 0, {}]]]
        },
        ...scores
      ],
      'Layer s (Conv2D) in model.json is applied 2 times, but Tenfold applies each layer once.'
    ],
    [
      'a second output of a layer',
      [image, { ...end, inbound_nodes: [[['in', 0, 1, {}]]] }, ...scores],
      'Layer end (ReLU) in model.json takes an output of in that is not its first.'
    ],
    [
      'a network inside the network that takes two inputs',
      [
        image,
        layer('ReLU', 'r', ['in']),
        layer('Sequential', 'end', ['in', 'r'], { layers: [{ class_name: 'ReLU', config: { name: 'a' } }] }),
        ...scores
      ],
      'Layer end (Sequential) in model.json takes more than one input.'
    ],
    [
      'a layer of a network inside the network that there is none of here',
      [
        image,
        layer('Sequential', 'end', ['in'], { layers: [{ class_name: 'Lambda', config: { name: 'a' } }] }),
        ...scores
      ],
      'Layer 1 (Lambda) in layer end (Sequential) in model.json has a type that Tenfold does not support'
    ],
    [
      'a network inside the network without layers',
      [image, layer('Sequential', 'end', ['in'], { layers: [] }), ...scores],
      'Layer end (Sequential) in model.json cannot be used'
    ],
    [
      'a circle',
      [image, layer('Add', 'end', ['in', 'b']), layer('ReLU', 'b', ['end']), ...scores],
      'is part of a circle'
    ],
    [
      'an input that is not there',
      [image, layer('ReLU', 'end', ['b']), ...scores],
      'Layer end (ReLU) in model.json takes the output of b, which does not exist.'
    ],
    [
      'no input',
      [image, { ...end, inbound_nodes: [] }, ...scores],
      'Layer end (ReLU) in model.json takes no input.'
    ],
    ['two layers of one name', [image, end, end, ...scores], 'has the name of another layer'],
    [
      'a layer that leads nowhere',
      [image, end, layer('ReLU', 'lost', ['in']), ...scores],
      'Layer lost leads nowhere'
    ],
    [
      'a last layer that leads nowhere',
      [image, end, ...scores, layer('ReLU', 'lost', ['in'])],
      'The network in model.json has a layer, lost, that leads nowhere.'
    ],
    [
      'a sum of different shapes',
      [
        image,
        layer('Conv2D', 'c', ['in'], { ...conv, filters: 4 }),
        layer('Add', 'end', ['c', 'in']),
        ...scores
      ],
      'Layer end (Add) in model.json cannot be used: Layer end adds values of different shapes: 8 × 8 × 4 and 8 × 8 × 3.'
    ],
    [
      'a concatenation of rows of pixels',
      [image, layer('Concatenate', 'end', ['in', 'in'], { axis: 1 }), ...scores],
      'joins along axis 1, which is not the channels’ axis'
    ],
    [
      'a plain layer with two inputs',
      [image, layer('ReLU', 'a', ['in']), layer('ReLU', 'end', ['a', 'in']), ...scores],
      'takes one input, but has 2: a, image'
    ],
    [
      'a softmax before a sum',
      [image, layer('Softmax', 's', ['in']), layer('Add', 'end', ['s', 'in']), ...scores],
      'Layer end (Add) in model.json comes after a softmax'
    ],
    [
      'an offset in the middle',
      [
        image,
        layer('ReLU', 'a', ['in']),
        layer('Rescaling', 'r', ['in'], { scale: 1, offset: 0.5 }),
        layer('Add', 'end', ['a', 'r']),
        ...scores
      ],
      'an offset can only be read where the image is rescaled'
    ],
    [
      'a branch that passes over the rescaling',
      [image, layer('Rescaling', 'r', ['in'], { scale: 1 }), layer('Add', 'end', ['r', 'in']), ...scores],
      'Layer end (Add) in model.json takes the image unchanged, but another layer rescales it.'
    ],
    [
      'dropout in prediction',
      [
        image,
        {
          ...layer('Dropout', 'end', [], { rate: 0.5 }),
          inbound_nodes: [[['in', 0, 0, { training: true }]]]
        },
        ...scores
      ],
      'computes predictions in training mode'
    ]
  ])('%s', (_, layers, message) => {
    expect(() => decode(layers)).toThrow(message)
  })

  test('several ends', () => {
    const layers = [image, end, ...scores]
    const two = [
      ['scores', 0, 0],
      ['end', 0, 0]
    ]
    expect(() => decode(layers, { output_layers: two })).toThrow(
      'The network in model.json has 2 outputs; Tenfold supports one.'
    )
    expect(() => decode(layers, { input_layers: two })).toThrow('has 2 inputs')
    expect(() => decode(layers, { output_layers: [] })).toThrow('has 0 outputs')
    expect(() => decode(layers, { output_layers: { a: two[0] } })).toThrow('output_layers')
    expect(() => decode(layers, { output_layers: [['lost', 0, 0]] })).toThrow('takes the output of lost')
    expect(() => decode(layers, { input_layers: [['lost', 0, 0]] })).toThrow('is a second input')
  })
})
