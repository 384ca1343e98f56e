import { describe, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { decodeOnnx } from '../../src/lab/exchange/onnx/decode-onnx'
import { onnxValue } from '../../src/lab/exchange/onnx/onnx-value'
import { floats, type Node, node, onnxFile, type Tensor, wholes } from './onnx-graphs'

const initializer = [
  floats('w', [2, 48]),
  floats('b', [2]),
  floats('half', [], [0.5]),
  floats('minus', [], [-1]),
  floats('zero', [], [0]),
  floats('six', [], [6]),
  floats('each', [3, 1, 1], [1, 2, 3]),
  floats('k', [3, 3, 1, 1]),
  floats('v', [2, 3])
]
const scores = [node('Flatten', ['x'], 'flat'), node('Gemm', ['flat', 'w', 'b'], 'scores', { transB: 1 })]

function read(nodes: Node[], more: Tensor[] = [], operatorSet = 13) {
  const graph = { node: nodes, initializer: [...initializer, ...more] }
  const opsetImport = [{ domain: '', version: BigInt(operatorSet) }]
  return decodeOnnx(onnxFile(graph, { opsetImport }), 'network.onnx')
}
const types = (...args: Parameters<typeof read>): string =>
  read(...args)
    .model.layers.map(({ type }) => type)
    .join(' ')
/** What stands between the image and the scores, in our layers. */
const between = (nodes: Node[], more?: Tensor[], operatorSet?: number): string =>
  types([...nodes, ...scores], more, operatorSet).replace(/ ?flatten dense$/, '')
const relu = node('Relu', ['image'], 'r')
const valueOf = (result: ReturnType<typeof read>, name: string): number[] =>
  [
    ...required(
      result.weights.find((one) => one.name === name),
      name
    ).values
  ].map((value) => Number(value.toFixed(5)))

describe('operators of ONNX files as layers', () => {
  test.each<[string, Node[], string, number?]>([
    ['a limit as settings', [node('Clip', ['image'], 'x', { min: 0.5, max: 6.5 })], 'refused', 9],
    ['a limit as inputs', [node('Clip', ['image', 'zero', 'six'], 'x')], 'relu6'],
    ['a limit from below', [node('Clip', ['image', 'zero'], 'x')], 'relu'],
    ['a limit of another size', [node('Clip', ['image', 'minus', 'six'], 'x')], 'refused'],
    ['the larger of two', [node('Max', ['image', 'zero'], 'x')], 'relu'],
    ['the smaller of two, behind ReLU', [relu, node('Min', ['six', 'r'], 'x')], 'relu relu6'],
    ['the smaller of two', [node('Min', ['image', 'six'], 'x')], 'refused'],
    ['SiLU in one', [node('Swish', ['image'], 'x')], 'silu'],
    ['GELU in one', [node('Gelu', ['image'], 'x', { approximate: 'tanh' })], 'geluTanh'],
    [
      'SiLU of a value that others take',
      [node('Sigmoid', ['image'], 's'), node('Mul', ['s', 'image'], 'm'), node('Add', ['s', 'm'], 'x')],
      'sigmoid silu add'
    ],
    [
      'a share of something else',
      [relu, node('Sigmoid', ['r'], 's'), node('Mul', ['s', 'image'], 'x')],
      'refused'
    ],
    ['sum of three', [relu, node('Sum', ['image', 'r', 'image'], 'x')], 'relu add'],
    ['difference of two', [relu, node('Sub', ['image', 'r'], 'x')], 'refused'],
    ['a factor', [relu, node('Mul', ['half', 'r'], 'x')], 'relu scale'],
    ['a divisor', [relu, node('Div', ['r', 'half'], 'x')], 'relu scale'],
    ['a quotient', [relu, node('Div', ['half', 'r'], 'x')], 'refused'],
    ['a negative factor', [relu, node('Mul', ['minus', 'r'], 'x')], 'relu batchNorm'],
    ['one factor for each channel', [relu, node('Mul', ['r', 'each'], 'x')], 'relu batchNorm'],
    [
      'then one term for each',
      [relu, node('Mul', ['r', 'each'], 'm'), node('Add', ['m', 'each'], 'x')],
      'relu batchNorm'
    ],
    [
      'behind a convolution',
      [node('Conv', ['image', 'k'], 'c'), node('Mul', ['c', 'each'], 'm'), node('Sub', ['each', 'm'], 'x')],
      'conv2d'
    ],
    [
      'behind one that others take',
      [node('Conv', ['image', 'k'], 'c'), node('Mul', ['c', 'each'], 'm'), node('Add', ['c', 'm'], 'x')],
      'conv2d batchNorm add'
    ],
    ['numbers for each row', [relu, node('Mul', ['r', 'rows'], 'x')], 'refused'],
    [
      'a pool with padding, behind ReLU',
      [relu, node('MaxPool', ['r'], 'x', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] })],
      'relu zeroPadding2d maxPool2d'
    ],
    [
      'a pool with padding',
      [node('MaxPool', ['image'], 'x', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] })],
      'refused'
    ],
    [
      'a mean that counts its padding',
      [
        node('AveragePool', ['image'], 'x', {
          kernel_shape: [3, 3],
          pads: [1, 1, 1, 1],
          count_include_pad: 1
        })
      ],
      'zeroPadding2d averagePool2d'
    ],
    [
      'a mean that does not',
      [node('AveragePool', ['image'], 'x', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] })],
      'refused'
    ],
    [
      'windows that reach past the image',
      [node('MaxPool', ['image'], 'x', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 })],
      'refused'
    ],
    [
      'padding on one side',
      [node('Conv', ['image', 'k3'], 'x', { pads: [0, 1, 2, 1] })],
      'zeroPadding2d conv2d'
    ],
    ['padding of the same size', [node('Conv', ['image', 'k3'], 'x', { auto_pad: 'SAME_UPPER' })], 'conv2d'],
    [
      'zeros around the image',
      [node('Pad', ['image', 'p'], 'p1'), node('Conv', ['p1', 'k3'], 'x')],
      'zeroPadding2d conv2d'
    ],
    [
      'other numbers around it',
      [node('Pad', ['image', 'p', 'six'], 'p1'), node('Conv', ['p1', 'k3'], 'x')],
      'refused'
    ],
    [
      'a reflection around it',
      [node('Pad', ['image', 'p'], 'p1', { mode: 'reflect' }), node('Conv', ['p1', 'k3'], 'x')],
      'refused'
    ],
    ['dropout', [node('Dropout', ['image', 'half'], 'x')], 'dropout'],
    ['dropout in prediction', [node('Dropout', ['image', 'half', 'half'], 'x')], 'refused'],
    ['dropout of before', [node('Dropout', ['image'], 'x')], 'dropout', 7],
    ['the image turned', [node('Transpose', ['image'], 'x', { perm: [0, 1, 3, 2] })], 'refused'],
    [
      'the image turned there and back',
      [
        node('Transpose', ['image'], 't', { perm: [0, 2, 3, 1] }),
        node('Transpose', ['t'], 'x', { perm: [0, 3, 1, 2] })
      ],
      ''
    ],
    ['whole numbers', [node('Cast', ['image'], 'x', { to: 7 })], 'refused'],
    ['a part of the image', [node('Slice', ['image', 'p', 'p'], 'x')], 'refused']
  ])('%s', (_, nodes, expected, operatorSet) => {
    const more = [floats('rows', [4, 1]), floats('k3', [3, 3, 3, 3]), wholes('p', [0, 0, 1, 1, 0, 0, 1, 1])]
    if (expected === 'refused')
      expect(() => between(nodes, more, operatorSet)).toThrow(/^Operator \w+ in network\.onnx/)
    else expect(between(nodes, more, operatorSet)).toBe(expected)
  })

  test.each<[string, Node[], string]>([
    [
      'a matrix and a bias',
      [node('Flatten', ['image'], 'f'), node('MatMul', ['f', 'wt'], 'm'), node('Add', ['m', 'b'], 'scores')],
      'flatten dense'
    ],
    [
      'the mean of all pixels, flattened',
      [
        node('GlobalAveragePool', ['image'], 'p'),
        node('Flatten', ['p'], 'f'),
        node('Gemm', ['f', 'v'], 'scores', { transB: 1 })
      ],
      'globalAveragePool2d dense'
    ],
    [
      'squeezed',
      [
        node('GlobalMaxPool', ['image'], 'p'),
        node('Squeeze', ['p', 'spatial'], 'f'),
        node('Gemm', ['f', 'v'], 'scores', { transB: 1 })
      ],
      'globalMaxPool2d dense'
    ],
    [
      'over axes',
      [
        node('ReduceMean', ['image'], 'f', { axes: [-1, -2], keepdims: 0 }),
        node('Gemm', ['f', 'v'], 'scores', { transB: 1 })
      ],
      'globalAveragePool2d dense'
    ],
    [
      'over other axes',
      [
        node('ReduceMean', ['image'], 'f', { axes: [1, 2], keepdims: 0 }),
        node('Gemm', ['f', 'v'], 'scores', { transB: 1 })
      ],
      'refused'
    ],
    [
      'a convolution of single pixels',
      [
        node('GlobalAveragePool', ['image'], 'p'),
        node('Conv', ['p', 'v11'], 'c'),
        node('Flatten', ['c'], 'scores')
      ],
      'globalAveragePool2d dense'
    ],
    [
      'laid out in sizes that are known',
      [node('Reshape', ['image', 'sizes'], 'f'), node('Gemm', ['f', 'w'], 'scores', { transB: 1 })],
      'flatten dense'
    ],
    [
      'laid out in other sizes',
      [node('Reshape', ['image', 'others'], 'f'), node('Gemm', ['f', 'w'], 'scores', { transB: 1 })],
      'refused'
    ],
    [
      'a softmax at the end',
      [
        node('Flatten', ['image'], 'f'),
        node('Gemm', ['f', 'w'], 's', { transB: 1 }),
        node('Softmax', ['s'], 'i'),
        node('Identity', ['i'], 'scores')
      ],
      'flatten dense'
    ],
    [
      'a softmax over images',
      [
        node('Flatten', ['image'], 'f'),
        node('Gemm', ['f', 'w'], 's', { transB: 1 }),
        node('Softmax', ['s'], 'scores', { axis: 0 })
      ],
      'refused'
    ],
    [
      'scores out of a flattened image',
      [node('Conv', ['image', 'k'], 'c'), node('Flatten', ['c'], 'scores')],
      'other order'
    ]
  ])('behind them, %s', (_, nodes, expected) => {
    const more = [
      floats('wt', [48, 2]),
      floats('v11', [2, 3, 1, 1]),
      wholes('spatial', [2, 3]),
      wholes('sizes', [0, -1]),
      wholes('others', [-1, 24])
    ]
    if (expected === 'refused') expect(() => types(nodes, more)).toThrow(/^Operator \w+ in network\.onnx/)
    else if (expected === 'other order') expect(() => types(nodes, more)).toThrow(/another order/)
    else expect(types(nodes, more)).toBe(expected)
  })

  test('what is done behind a convolution becomes part of its weights', () => {
    const kernel = floats('one', [3, 3, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1])
    const conv = node('Conv', ['image', 'one'], 'c')
    const result = read(
      [conv, node('Mul', ['c', 'each'], 'm'), node('Sub', ['each', 'm'], 'x'), ...scores],
      [kernel]
    )
    expect(valueOf(result, 'conv1/kernel')).toEqual([-1, 0, 0, 0, -2, 0, 0, 0, -3])
    expect(valueOf(result, 'conv1/bias')).toEqual([1, 2, 3])
  })

  test('a matrix that takes a flattened image is put into our order', () => {
    const pixel = 2 * 4 + 3
    const weights = floats(
      'm',
      [48, 2],
      Array.from({ length: 96 }, (_, i) => (Math.floor(i / 2) === 16 + pixel ? 1 : 0))
    )
    const result = read([node('Flatten', ['image'], 'f'), node('MatMul', ['f', 'm'], 'scores')], [weights])
    const values = valueOf(result, 'fc1/kernel')
    expect(values.flatMap((value, i) => (value === 0 ? [] : [i]))).toEqual([
      (pixel * 3 + 1) * 2,
      (pixel * 3 + 1) * 2 + 1
    ])
  })
})

describe('the pixels of a network', () => {
  const pixels = (nodes: Node[], type: 'uint8' | 'float32' = 'float32', more: Tensor[] = []) => {
    const image = type === 'uint8' ? [node('Cast', ['image'], 'bytes', { to: 1 }), ...nodes] : nodes
    const file = onnxFile({
      node: [...image, ...scores],
      initializer: [...initializer, ...more],
      input: [onnxValue('image', type, ['N', 3, 4, 4])]
    })
    const { model, tellsPixels } = decodeOnnx(file, 'network.onnx')
    return { pixels: model.pixels, tellsPixels }
  }
  const all = [
    floats('255', [], [255]),
    floats('means', [1, 3, 1, 1], [123, 117, 104]),
    floats('two', [], [2]),
    floats('one', [], [1])
  ]

  test.each<[string, Node[], 'uint8' | 'float32', unknown]>([
    ['nothing', [relu, node('Relu', ['r'], 'x')], 'float32', { pixels: undefined, tellsPixels: false }],
    ['bytes as they are', [node('Relu', ['bytes'], 'x')], 'uint8', { pixels: [0, 255], tellsPixels: true }],
    [
      'a divisor',
      [node('Div', ['image', '255'], 'd'), node('Relu', ['d'], 'x')],
      'float32',
      { pixels: [0, 1], tellsPixels: true }
    ],
    [
      'numbers from 0 to 1',
      [node('Mul', ['image', 'two'], 'd'), node('Sub', ['d', 'one'], 'e'), node('Relu', ['e'], 'x')],
      'float32',
      { pixels: undefined, tellsPixels: true }
    ],
    [
      'means of bytes',
      [node('Sub', ['image', 'means'], 'd'), node('Relu', ['d'], 'x')],
      'float32',
      {
        pixels: [
          [-123, 132],
          [-117, 138],
          [-104, 151]
        ],
        tellsPixels: true
      }
    ]
  ])('are told by what is done to the image: %s', (_, nodes, type, expected) => {
    expect(pixels(nodes, type, all)).toEqual(expected)
  })

  test('cannot be two', () => {
    const nodes = [
      node('Div', ['image', '255'], 'd'),
      node('Relu', ['d'], 'e'),
      node('Add', ['e', 'image'], 'x')
    ]
    expect(() => pixels(nodes, 'float32', all)).toThrow(/another range of pixels/)
  })
})
