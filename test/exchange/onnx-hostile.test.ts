// Over 300 lines: a table of files, and what each is refused for.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import { Random } from '../../src/core/maths/random'
import { decodeOnnx } from '../../src/lab/exchange/onnx/decode-onnx'
import { AttributeProto_AttributeType, TensorProto_DataType } from '../../src/lab/exchange/onnx/file/onnx_pb'
import { onnxValue } from '../../src/lab/exchange/onnx/onnx-value'
import { floats, type Node, node, onnxFile, type Tensor, wholes } from './onnx-graphs'

const relu = node('Relu', ['image'], 'x')
const flatten = node('Flatten', ['x'], 'flat')
const gemm = node('Gemm', ['flat', 'w', 'b'], 'scores', { transB: 1 })
const w = floats('w', [2, 48])
const b = floats('b', [2])
const initializer = [w, b]
/** The network with other operators between the image and the flat values. */
const through = (...nodes: Node[]): Uint8Array => onnxFile({ node: [...nodes, flatten, gemm], initializer })
const good = onnxFile({ node: [relu, flatten, gemm], initializer })
const withWeights = (tensor: Tensor, name = 'w'): Uint8Array =>
  onnxFile({
    node: [relu, flatten, gemm],
    initializer: [...initializer.filter((one) => one.name !== name), { ...tensor, name }]
  })
const conv = (settings: Parameters<typeof node>[3], dims = [3, 3, 3, 3]): Uint8Array =>
  onnxFile({
    node: [node('Conv', ['image', 'k'], 'x', settings), flatten, gemm],
    initializer: [...initializer, floats('k', dims)]
  })

test('the network that the files are made from is read', () => {
  expect(decodeOnnx(good, 'good.onnx').model.layers.map(({ type }) => type)).toEqual([
    'relu',
    'flatten',
    'dense'
  ])
})

/** A field of a known length, with what is in it. */
function field(number: number, content: Uint8Array): Uint8Array {
  const length: number[] = []
  let left = content.length
  for (; left > 127; left = Math.floor(left / 128)) length.push((left % 128) | 128)
  return Buffer.concat([Uint8Array.of((number << 3) | 2, ...length, left), content])
}

/** Field 7 of a model is its graph, 1 of that a node, 5 of that an attribute, 6 of that a graph. */
function nested(levels: number, fields: readonly number[]): Uint8Array {
  let inner: Uint8Array = new Uint8Array()
  for (let i = levels - 1; i >= 0; i--) inner = field(fields[i % fields.length] ?? 1, inner)
  return inner
}

function repeated(bytes: readonly number[], times: number): Uint8Array {
  return Uint8Array.from({ length: bytes.length * times }, (_, i) => bytes[i % bytes.length] ?? 0)
}

const subgraph = (op: string, name: string): Node => ({
  opType: op,
  input: ['image'],
  output: ['x'],
  attribute: [{ name, type: AttributeProto_AttributeType.GRAPH, g: { node: [relu] } }]
})

const hostile: readonly (readonly [name: string, bytes: () => Uint8Array, message: RegExp])[] = [
  ['nothing', () => new Uint8Array(), /is empty/],
  ['text', () => Buffer.from('{"format": "layers-model"}'), /not an ONNX file/],
  ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /not an ONNX file/],
  ['a file without a network', () => Uint8Array.of(8, 8), /holds no network/],
  ['graphs in graphs, a thousand deep', () => field(7, nested(3999, [1, 5, 6])), /nested more than 16/],
  [
    'types in types, without an end',
    () => field(7, field(11, field(2, nested(3000, [4, 1])))),
    /nested more than 16/
  ],
  ['groups in groups, without an end', () => repeated([0x9b, 0x06], 100_000), /missing or damaged/],
  ['a million empty operators', () => field(7, repeated([0x0a, 0], 1_000_000)), /more than 200,000 parts/],
  [
    'a million whole numbers in a tensor',
    () => field(7, field(5, field(7, new Uint8Array(1_000_000)))),
    /more than 200,000 whole numbers/
  ],
  [
    'a million sizes, one by one',
    () => field(7, field(5, repeated([8, 1], 1_000_000))),
    /more than 200,000 whole numbers/
  ],
  [
    'huge dimensions of little data',
    () => withWeights({ ...floats('w', [2], [1, 2]), dims: [1n << 40n, 1n << 40n] }),
    /a shape that is none/
  ],
  [
    'large dimensions of little data',
    () => withWeights({ ...floats('w', [2], [1, 2]), dims: [1n << 30n, 1n << 30n] }),
    /should be/
  ],
  [
    'negative dimensions',
    () => withWeights({ ...floats('w', [2], [1, 2]), dims: [-1n, -2n] }),
    /a shape that is none/
  ],
  [
    'raw data that is cut off',
    () => withWeights({ name: 'w', dims: [2n, 48n], dataType: 1, rawData: new Uint8Array(383) }),
    /should be 96/
  ],
  [
    'an image of two billion rows',
    () =>
      onnxFile({
        node: [relu, flatten, gemm],
        initializer,
        input: [onnxValue('image', 'float32', ['N', 3, 2 ** 31, 4])]
      }),
    /cannot be used/
  ],
  [
    'an image without sizes',
    () =>
      onnxFile({
        node: [relu, flatten, gemm],
        initializer,
        input: [onnxValue('image', 'float32', ['N', 3, 'h', 'w'])]
      }),
    /known size/
  ],
  [
    'a sequence in place of an image',
    () =>
      onnxFile({
        node: [relu, flatten, gemm],
        initializer,
        input: [{ name: 'image', type: { value: { case: 'sequenceType', value: {} } } }]
      }),
    /is not an image/
  ],
  [
    'a circle',
    () => through(node('Add', ['image', 'y'], 'z'), node('Relu', ['z'], 'y'), node('Relu', ['y'], 'x')),
    /takes y, which no operator before it gives/
  ],
  [
    'an operator that takes its own output',
    () => through(node('Relu', ['x'], 'x')),
    /takes x, which no operator/
  ],
  ['an input that nothing gives', () => through(node('Relu', ['nobody'], 'x')), /takes nobody/],
  [
    'an output that nothing gives',
    () => onnxFile({ node: [relu], output: [onnxValue('scores', 'float32', ['N', 2])] }),
    /gives scores, which does not exist/
  ],
  ['a value that is given twice', () => through(relu, relu), /gives x, which is there already/],
  [
    'numbers that are there twice',
    () => onnxFile({ node: [relu, flatten, gemm], initializer: [w, w, b] }),
    /there twice/
  ],
  [
    'a setting that is there twice',
    () => through({ ...relu, attribute: [{ name: 'a' }, { name: 'a' }] }),
    /says a twice/
  ],
  [
    'a setting of a wrong type',
    () =>
      onnxFile({
        node: [
          relu,
          flatten,
          { ...gemm, attribute: [{ name: 'transB', type: AttributeProto_AttributeType.FLOAT, f: 1 }] }
        ],
        initializer
      }),
    /of a wrong type/
  ],
  [
    'a setting that nobody knows',
    () => through(node('Relu', ['image'], 'x', { inverse: 1 })),
    /does not support here \(inverse\)/
  ],
  [
    'an operator that nobody knows',
    () => through(node('Nonsense', ['image'], 'x')),
    /Operator Nonsense in network.onnx is none/
  ],
  [
    'an operator with a name to mislead',
    () => through(node('Re\u202elu\u0000', ['image'], 'x')),
    /Operator Re�lu�/
  ],
  [
    'an operator called as a part of every object',
    () => through(node('constructor', ['image'], 'x')),
    /Operator constructor/
  ],
  ['an operator of another domain', () => through({ ...relu, domain: 'com.evil' }), /com.evil/],
  ['a branch', () => through(subgraph('If', 'then_branch')), /Operator If/],
  ['a loop', () => through(subgraph('Loop', 'body')), /Operator Loop/],
  ['a scan', () => through(subgraph('Scan', 'body')), /Operator Scan/],
  [
    'functions of its own',
    () =>
      onnxFile({ node: [relu, flatten, gemm], initializer }, { functions: [{ name: 'Relu', domain: '' }] }),
    /defines operators of its own \(Relu\)/
  ],
  [
    'a setting from outside of a function',
    () => through({ ...node('LeakyRelu', ['image'], 'x'), attribute: [{ name: 'alpha', refAttrName: 'a' }] }),
    /takes alpha from outside/
  ],
  [
    'two outputs',
    () =>
      onnxFile({
        node: [relu, flatten, gemm],
        initializer,
        output: [onnxValue('scores', 'float32', ['N', 2]), onnxValue('x', 'float32', ['N', 3, 4, 4])]
      }),
    /has 2 outputs/
  ],
  [
    'two inputs',
    () =>
      onnxFile({
        node: [relu, flatten, gemm],
        initializer,
        input: [onnxValue('image', 'float32', ['N', 3, 4, 4]), onnxValue('more', 'float32', ['N'])]
      }),
    /has 2 inputs/
  ],
  [
    'no input',
    () => onnxFile({ node: [node('Relu', ['w'], 'scores')], initializer, input: [] }),
    /has 0 inputs/
  ],
  [
    'the same for every image',
    () => onnxFile({ node: [node('Identity', ['w'], 'scores')], initializer }),
    /the same for every image/
  ],
  [
    'sparse weights',
    () => onnxFile({ node: [relu, flatten, gemm], initializer, sparseInitializer: [{ values: w }] }),
    /sparse/
  ],
  [
    'weights of bytes',
    () =>
      withWeights({
        name: 'w',
        dims: [2n, 48n],
        dataType: TensorProto_DataType.INT8,
        rawData: new Uint8Array(96)
      }),
    /type that Tenfold does not read \(int8\)/
  ],
  [
    'weights of an unknown type',
    () => withWeights({ name: 'w', dims: [96n], dataType: 999, rawData: new Uint8Array(96) }),
    /does not read \(999\)/
  ],
  [
    'texts in place of weights',
    () =>
      withWeights({
        name: 'w',
        dims: [1n],
        dataType: TensorProto_DataType.STRING,
        stringData: [new Uint8Array(3)]
      }),
    /\(string\)/
  ],
  [
    'weights that are not a number',
    () => withWeights(floats('w', [2, 48], [NaN, ...Array.from({ length: 95 }, () => 0)])),
    /contain NaN/
  ],
  [
    'weights that are infinite',
    () =>
      withWeights({
        ...floats('w', [2, 48]),
        dataType: TensorProto_DataType.DOUBLE,
        floatData: [],
        doubleData: Array.from({ length: 96 }, () => 1e300)
      }),
    /contain Infinity/
  ],
  ['a bias of another size', () => withWeights(floats('b', [3]), 'b'), /needs 2 numbers where b has 3/],
  ['weights of another size', () => withWeights(floats('w', [2, 47])), /takes 47 values, but gets 48/],
  [
    'a variance below 0',
    () =>
      onnxFile({
        node: [node('BatchNormalization', ['image', 'c', 'c', 'c', 'v'], 'x'), flatten, gemm],
        initializer: [...initializer, floats('c', [3]), floats('v', [3], [1, -1, 1])]
      }),
    /variance is never negative/
  ],
  [
    'a softmax in the middle',
    () => through(node('Flatten', ['image'], 'f'), node('Softmax', ['f'], 's'), node('Relu', ['s'], 'x')),
    /comes after a softmax/
  ],
  ['a stride of 0', () => conv({ strides: [0, 0] }), /cannot be used/],
  ['a negative stride', () => conv({ strides: [-1, 1] }), /cannot be used/],
  [
    'a stride of 0 that sets the padding',
    () => conv({ strides: [0, 1], auto_pad: 'SAME_UPPER' }),
    /cannot be used/
  ],
  ['a padding of two billion', () => conv({ pads: [2 ** 31, 0, 2 ** 31, 0] }), /cannot be used/],
  ['a negative padding', () => conv({ pads: [-1, 0, 0, 0] }), /cannot be used/],
  [
    'a window of two billion',
    () => conv({ kernel_shape: [2 ** 31, 2 ** 31] }),
    /another size than its window/
  ],
  ['no groups', () => conv({ group: 0 }), /takes 0 channels/],
  ['groups of two', () => conv({ group: 2 }, [4, 2, 3, 3]), /takes 4 channels/],
  ['a dilation', () => conv({ dilations: [2, 2] }), /dilation/],
  ['a window along one axis', () => conv({}, [3, 3, 3]), /window/],
  [
    'sizes that are divided by 0',
    () =>
      onnxFile({
        node: [node('Div', ['a', 'z'], 'q'), node('Reshape', ['image', 'q'], 'x'), flatten, gemm],
        initializer: [...initializer, wholes('a', [1]), wholes('z', [0])]
      }),
    /lays values out/
  ],
  [
    'a billion numbers out of one',
    () =>
      onnxFile({
        node: [node('ConstantOfShape', ['n'], 'q'), node('Reshape', ['image', 'q'], 'x'), flatten, gemm],
        initializer: [...initializer, wholes('n', [1e9])]
      }),
    /more numbers than sizes/
  ],
  [
    'sizes that count a negative number of times',
    () =>
      onnxFile({
        node: [node('ConstantOfShape', ['n'], 'q'), node('Reshape', ['image', 'q'], 'x'), flatten, gemm],
        initializer: [...initializer, wholes('n', [-5])]
      }),
    /more numbers than sizes/
  ],
  [
    'a size at a place that does not exist',
    () =>
      onnxFile({
        node: [node('Gather', ['a', 'i'], 'q'), node('Reshape', ['image', 'q'], 'x'), flatten, gemm],
        initializer: [...initializer, wholes('a', [1]), wholes('i', [99])]
      }),
    /works out sizes/
  ],
  [
    'weights laid out in a million axes',
    () =>
      onnxFile({
        node: [node('Unsqueeze', ['w', 'a'], 'v'), relu, flatten, node('Gemm', ['flat', 'v'], 'scores')],
        initializer: [
          ...initializer,
          wholes(
            'a',
            Array.from({ length: 60 }, (_, i) => i)
          )
        ]
      }),
    /lays out weights/
  ],
  [
    'operators of 2015',
    () => onnxFile({ node: [relu, flatten, gemm], initializer }, { opsetImport: [{ version: 1n }] }),
    /version 1 of ONNX/
  ],
  [
    'pixels that are none, as Tenfold’s',
    () =>
      onnxFile(
        { node: [relu, flatten, gemm], initializer },
        { producerName: 'Tenfold', metadataProps: [{ key: 'pixels', value: '[1, -1]' }] }
      ),
    /pixels/
  ],
  [
    'a million values made flat, again and again',
    () => {
      const many = Array.from({ length: 40 }, (_, i) => [
        node('Conv', ['image', 'k'], `c${i}`, { pads: [0, 0, 0, 0] }),
        node('Flatten', [`c${i}`], `f${i}`)
      ]).flat()
      return onnxFile({
        input: [onnxValue('image', 'float32', ['N', 1, 512, 512])],
        node: [
          ...many,
          node(
            'Concat',
            many.flatMap(({ opType, output }) => (opType === 'Flatten' ? (output ?? []) : [])).slice(0, 16),
            'flat',
            { axis: 1 }
          ),
          gemm
        ],
        initializer: [...initializer, floats('k', [16, 1, 1, 1])]
      })
    },
    /makes more values flat/
  ],
  [
    'twenty thousand operators',
    () =>
      through(
        ...Array.from({ length: 20_000 }, (_, i) =>
          node('Relu', [i === 0 ? 'image' : `r${i}`], i === 19_999 ? 'x' : `r${i + 1}`)
        )
      ),
    /more than 16,384 operators/
  ],
  [
    'products of products of products',
    () =>
      onnxFile({
        node: [
          ...Array.from({ length: 16_000 }, (_, i) =>
            node('Mul', [i === 0 ? 'image' : `r${i}`, 'two'], i === 15_999 ? 'x' : `r${i + 1}`)
          ),
          flatten,
          gemm
        ],
        initializer: [...initializer, floats('two', [], [1.5])]
      }),
    /cannot be used/
  ],
  [
    'weights of ten million numbers that are turned a thousand times',
    () =>
      onnxFile({
        node: [
          ...Array.from({ length: 1000 }, (_, i) =>
            node('Transpose', [i === 0 ? 'w' : `t${i}`], `t${i + 1}`)
          ),
          node('Flatten', ['image'], 'flat'),
          node('Gemm', ['flat', 't1000', 'b'], 'scores', { transB: 1 })
        ],
        initializer: [
          b,
          { name: 'w', dims: [3200n, 3200n], dataType: 1, rawData: new Uint8Array(4 * 3200 * 3200) }
        ]
      }),
    /turns weights/
  ],
  [
    'ten million numbers that a hundred layers take',
    () =>
      onnxFile({
        node: [
          node('Flatten', ['image'], 'f0'),
          ...Array.from({ length: 100 }, (_, i) => node('MatMul', [`f${i}`, 'w'], `f${i + 1}`)),
          node('Gemm', ['f100', 'v'], 'scores', { transB: 1 })
        ],
        input: [onnxValue('image', 'float32', ['N', 1, 50, 64])],
        initializer: [
          floats('v', [2, 3200]),
          { name: 'w', dims: [3200n, 3200n], dataType: 1, rawData: new Uint8Array(4 * 3200 * 3200) }
        ]
      }),
    /parameters; Tenfold trains at most/
  ]
]

describe('hostile and broken ONNX files', () => {
  test.each(hostile)('%s', (_, make, message) => {
    const bytes = make()
    const error = refusal(bytes)
    expect(error.message).toMatch(message)
    expect(error.hint).not.toBe('')
  })

  test('a file that is cut off at any place', () => {
    for (let length = 0; length < good.length; length++) refusal(good.subarray(0, length))
  })

  test('real files with changed bytes: read, or refused', () => {
    const random = Random.seeded(11)
    for (const name of ['keras-torch', 'torch-old-whole', 'torch-residual-old', 'half']) {
      const whole = readFileSync(new URL(`files/${name}.onnx`, import.meta.url))
      for (let i = 0; i < 300; i++) {
        const bytes = Uint8Array.from(whole)
        for (let n = random.nextBelow(4); n >= 0; n--)
          bytes[random.nextBelow(bytes.length)] = random.nextBelow(256)
        try {
          decodeOnnx(bytes, 'changed.onnx')
        } catch (error) {
          if (!(error instanceof LabError) || error.code !== 'checkpoint-invalid') throw error
        }
      }
    }
  })
})

function refusal(bytes: Uint8Array): LabError {
  try {
    decodeOnnx(bytes, 'network.onnx')
  } catch (error) {
    if (error instanceof LabError && error.code === 'checkpoint-invalid') return error
    throw error
  }
  throw new Error('the file was read')
}
