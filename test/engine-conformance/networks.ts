// Over 300 lines: one list of networks, a few lines for each thing that an engine could get wrong.
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
import { setFrozen } from '../../src/core/layers/set-frozen'

type Size = [number, number]

export const conv2d = (
  filters: number,
  kernelSize: Size,
  strides: Size = [1, 1],
  padding: Size = [0, 0]
): LayerSpec => ({ type: 'conv2d', name: 'layer', filters, kernelSize, strides, padding })
export const depthwiseConv2d = (
  multiplier: number,
  kernelSize: Size,
  strides: Size = [1, 1],
  padding: Size = [0, 0]
): LayerSpec => ({ type: 'depthwiseConv2d', name: 'layer', multiplier, kernelSize, strides, padding })
export const maxPool2d = (poolSize: Size, strides: Size = poolSize): LayerSpec => ({
  type: 'maxPool2d',
  name: 'layer',
  poolSize,
  strides
})
export const averagePool2d = (poolSize: Size, strides: Size = poolSize): LayerSpec => ({
  type: 'averagePool2d',
  name: 'layer',
  poolSize,
  strides
})
export const globalAveragePool2d: LayerSpec = { type: 'globalAveragePool2d', name: 'layer' }
export const globalMaxPool2d: LayerSpec = { type: 'globalMaxPool2d', name: 'layer' }
export const zeroPadding2d = (rows: Size, columns: Size): LayerSpec => ({
  type: 'zeroPadding2d',
  name: 'layer',
  rows,
  columns
})
export const scale = (factor: number): LayerSpec => ({ type: 'scale', name: 'layer', factor })
export const relu: LayerSpec = { type: 'relu', name: 'layer' }
export const tanh: LayerSpec = { type: 'tanh', name: 'layer' }
export const sigmoid: LayerSpec = { type: 'sigmoid', name: 'layer' }
export const relu6: LayerSpec = { type: 'relu6', name: 'layer' }
export const leakyRelu = (slope: number): LayerSpec => ({ type: 'leakyRelu', name: 'layer', slope })
export const silu: LayerSpec = { type: 'silu', name: 'layer' }
export const gelu: LayerSpec = { type: 'gelu', name: 'layer' }
export const geluTanh: LayerSpec = { type: 'geluTanh', name: 'layer' }
export const dropout = (rate: number): LayerSpec => ({ type: 'dropout', name: 'layer', rate })
export const batchNorm = (momentum = 0.1, epsilon = 1e-5): LayerSpec => ({
  type: 'batchNorm',
  name: 'layer',
  momentum,
  epsilon
})
export const add: LayerSpec = { type: 'add', name: 'layer' }
export const concatenate: LayerSpec = { type: 'concatenate', name: 'layer' }
export const flatten: LayerSpec = { type: 'flatten', name: 'layer' }
export const dense = (units: number): LayerSpec => ({ type: 'dense', name: 'layer', units })

/** A layer with weights that stay as they are. */
export const frozen = (layer: LayerSpec): LayerSpec => setFrozen(layer, true)

/** Numbers the layers' names. */
export function network(
  inputShape: readonly [number, number, number],
  ...layers: readonly LayerSpec[]
): ModelSpec {
  return {
    inputShape: [...inputShape],
    layers: layers.map((layer, i) => ({ ...layer, name: `${layer.type}${i}` }))
  }
}

/** A layer that names its inputs. */
const from = (layer: LayerSpec, ...inputs: readonly string[]): LayerSpec => ({
  ...layer,
  inputs: [...inputs]
})

/** A network with branches: the layers by their names. */
function branched(
  inputShape: readonly [number, number, number],
  layers: Readonly<Record<string, LayerSpec>>
): ModelSpec {
  return {
    inputShape: [...inputShape],
    layers: Object.entries(layers).map(([name, layer]) => ({ ...layer, name }))
  }
}

/** The lesson's layers, without what makes training differ from prediction. */
export const small = network(
  [8, 8, 3],
  conv2d(5, [3, 3]),
  relu,
  maxPool2d([2, 2]),
  flatten,
  dense(11),
  relu,
  dense(6)
)

/** Everything that has to come out the same when a run is resumed, or computed in several threads. */
export const everything = network(
  [8, 8, 3],
  conv2d(6, [3, 3], [1, 1], [1, 1]),
  batchNorm(),
  relu,
  dropout(0.2),
  maxPool2d([2, 2]),
  flatten,
  dropout(0.3),
  dense(20),
  batchNorm(),
  relu,
  dropout(0.5),
  dense(4)
)

/** Every layer in its odd shapes; each network stands for one thing that an engine could get wrong. */
export const networks: Readonly<Record<string, ModelSpec>> = {
  'pixels from 0 to 1': { ...small, pixels: [0, 1] },
  'pixels from -0.5 to 0.25, pooled before anything else': {
    ...network([8, 8, 3], maxPool2d([2, 2]), conv2d(4, [3, 3], [1, 1], [1, 1]), tanh, flatten, dense(6)),
    pixels: [-0.5, 0.25]
  },
  'dense alone': network([3, 3, 1], flatten, dense(5)),
  'dense, sizes that fill no vector': network([5, 1, 3], flatten, dense(7), relu, dense(13), relu, dense(3)),
  'dense, one input and two classes': network([1, 1, 1], flatten, dense(1), dense(2)),
  'tanh and sigmoid behind dense': network([4, 4, 2], flatten, dense(9), tanh, dense(6), sigmoid, dense(4)),
  'activations one upon another': network([4, 4, 2], flatten, dense(9), tanh, relu, sigmoid, dense(4)),
  'activations before anything else': network([4, 4, 2], tanh, sigmoid, flatten, relu, tanh, dense(4)),
  'convolution alone, down to one pixel': network([4, 4, 3], conv2d(5, [4, 4]), flatten),
  'convolution, 5 x 5': network([9, 11, 3], conv2d(6, [5, 5]), flatten, dense(4)),
  'convolution, kernel not square': network([9, 8, 2], conv2d(3, [5, 2]), relu, flatten, dense(4)),
  'convolution, 1 x 1': network([5, 4, 3], conv2d(8, [1, 1]), relu, flatten, dense(4)),
  'convolution, strides differ': network([11, 9, 3], conv2d(5, [3, 3], [2, 3]), flatten, dense(4)),
  'convolution, stride beyond the kernel': network([11, 9, 1], conv2d(4, [2, 2], [3, 4]), flatten, dense(4)),
  'convolution, padding': network([5, 6, 3], conv2d(4, [3, 3], [1, 1], [1, 1]), relu, flatten, dense(4)),
  'convolution, padding differs, beyond the kernel': network(
    [4, 5, 2],
    conv2d(7, [2, 3], [1, 2], [3, 2]),
    flatten,
    dense(4)
  ),
  'convolutions with padding, one after the other': network(
    [6, 6, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    conv2d(5, [3, 3], [1, 1], [2, 1]),
    tanh,
    conv2d(9, [3, 3], [2, 2], [0, 1]),
    relu,
    flatten,
    dense(3)
  ),
  'convolution, many filters and channels': network(
    [6, 5, 9],
    conv2d(37, [3, 3], [1, 1], [1, 1]),
    relu,
    conv2d(21, [3, 3]),
    relu,
    flatten,
    dense(10)
  ),
  'convolution, large kernel': network([13, 14, 9], conv2d(2, [11, 9]), relu, flatten, dense(3)),
  'convolution, large kernel behind another': network(
    [11, 10, 2],
    conv2d(9, [2, 2]),
    relu,
    conv2d(3, [9, 8]),
    relu,
    flatten,
    dense(3)
  ),
  'convolution, more filters than an integer has bits': network(
    [6, 5, 1],
    conv2d(3, [2, 2]),
    relu,
    conv2d(70, [2, 2]),
    relu,
    flatten,
    dense(3)
  ),
  'convolution, more filters than an integer has bits, max pooling': network(
    [8, 8, 1],
    conv2d(3, [3, 3]),
    relu,
    conv2d(37, [3, 2], [1, 1], [1, 0]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(3)
  ),
  'convolution, ReLU, max pooling': network(
    [12, 12, 3],
    conv2d(6, [5, 5]),
    relu,
    maxPool2d([2, 2]),
    conv2d(16, [3, 3], [1, 1], [1, 1]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(12),
    relu,
    dense(10)
  ),
  'convolution, max pooling, ReLU': network(
    [10, 10, 2],
    conv2d(5, [3, 3]),
    maxPool2d([2, 2]),
    relu,
    conv2d(3, [3, 3]),
    maxPool2d([2, 2]),
    flatten,
    dense(4)
  ),
  'max pooling that leaves a rest': network(
    [11, 10, 2],
    conv2d(3, [3, 3], [1, 1], [1, 1]),
    maxPool2d([3, 2]),
    conv2d(4, [2, 2], [1, 1], [1, 0]),
    relu,
    maxPool2d([2, 3]),
    flatten,
    dense(4)
  ),
  'max pooling behind a convolution with strides': network(
    [17, 15, 1],
    conv2d(3, [3, 2], [2, 1], [1, 1]),
    relu,
    maxPool2d([2, 2]),
    conv2d(5, [2, 2], [1, 2], [0, 1]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(4)
  ),
  'max pooling with windows that overlap': network(
    [9, 9, 3],
    conv2d(5, [3, 3], [1, 1], [1, 1]),
    relu,
    maxPool2d([3, 3], [2, 2]),
    conv2d(4, [3, 3], [1, 1], [1, 1]),
    relu,
    flatten,
    dense(4)
  ),
  'max pooling with gaps between windows': network(
    [9, 9, 3],
    conv2d(5, [2, 2]),
    relu,
    maxPool2d([2, 1], [3, 2]),
    flatten,
    dense(4)
  ),
  'max pooling of single pixels, with gaps between them': network(
    [9, 11, 2],
    conv2d(5, [2, 2]),
    relu,
    maxPool2d([1, 1], [2, 3]),
    conv2d(3, [1, 2], [1, 1], [0, 1]),
    maxPool2d([1, 1], [1, 2]),
    flatten,
    dense(4)
  ),
  'max pooling with a large window': network(
    [12, 12, 2],
    conv2d(5, [2, 2]),
    relu,
    maxPool2d([5, 5]),
    flatten,
    dense(4)
  ),
  'max pooling of the input': network(
    [8, 8, 3],
    maxPool2d([2, 2]),
    conv2d(4, [2, 2]),
    relu,
    flatten,
    dense(4)
  ),
  'max pooling behind tanh': network(
    [8, 8, 3],
    conv2d(6, [3, 3]),
    tanh,
    maxPool2d([2, 2]),
    maxPool2d([1, 3]),
    flatten,
    dense(4)
  ),
  'average pooling': network(
    [9, 8, 3],
    conv2d(5, [2, 3]),
    relu,
    averagePool2d([2, 2]),
    conv2d(6, [2, 2], [1, 1], [1, 1]),
    sigmoid,
    averagePool2d([3, 2], [1, 2]),
    flatten,
    dense(4)
  ),
  'average pooling of the input': network([6, 6, 3], averagePool2d([2, 2]), flatten, dense(4)),
  'activations between convolutions': network(
    [7, 7, 2],
    conv2d(5, [3, 3]),
    tanh,
    relu,
    conv2d(3, [3, 3], [1, 1], [1, 1]),
    sigmoid,
    flatten,
    tanh,
    dense(4)
  ),
  'leaky ReLU, behind a convolution and pooling, and behind dense': network(
    [9, 9, 2],
    conv2d(5, [3, 3]),
    leakyRelu(0.3),
    maxPool2d([2, 2]),
    leakyRelu(0.01),
    flatten,
    dense(9),
    leakyRelu(0),
    dense(4)
  ),
  'ReLU6, of values that reach both its ends': {
    ...network(
      [8, 8, 3],
      relu6,
      conv2d(5, [3, 3], [1, 1], [1, 1]),
      relu6,
      flatten,
      dense(9),
      relu6,
      dense(4)
    ),
    pixels: [-20, 30]
  },
  'SiLU, behind a convolution, pooling, dense and itself': network(
    [9, 8, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    silu,
    maxPool2d([2, 2]),
    conv2d(3, [2, 2]),
    silu,
    silu,
    flatten,
    dense(9),
    silu,
    dense(4)
  ),
  'GELU in both forms': network(
    [8, 9, 3],
    geluTanh,
    conv2d(6, [3, 3], [1, 1], [0, 1]),
    gelu,
    averagePool2d([2, 2]),
    conv2d(3, [2, 2]),
    geluTanh,
    flatten,
    gelu,
    dense(9),
    geluTanh,
    dense(4)
  ),
  'GELU of values far from zero': {
    ...network([6, 6, 2], conv2d(5, [3, 3]), gelu, flatten, dense(7), geluTanh, dense(3)),
    pixels: [-40, 60]
  },
  'what follows an input-keeping activation may overwrite its output': network(
    [6, 6, 2],
    conv2d(4, [3, 3]),
    gelu,
    relu,
    dropout(0.2),
    flatten,
    dense(8),
    silu,
    dropout(0.3),
    tanh,
    gelu,
    dense(4)
  ),
  'batch normalisation, SiLU': network(
    [7, 6, 3],
    conv2d(5, [3, 3]),
    batchNorm(),
    silu,
    flatten,
    dense(6),
    batchNorm(),
    gelu,
    dense(4)
  ),
  'one channel, wide and flat': network(
    [1, 40, 1],
    conv2d(4, [1, 5]),
    relu,
    maxPool2d([1, 2]),
    flatten,
    dense(4)
  ),
  '256 classes': network([2, 2, 1], flatten, dense(256)),
  'dropout of an image': network([7, 6, 3], conv2d(5, [3, 3]), relu, dropout(0.4), flatten, dense(4)),
  'dropout of rows': network(
    [5, 5, 2],
    flatten,
    dense(13),
    relu,
    dropout(0.5),
    dense(7),
    dropout(0.2),
    dense(3)
  ),
  'dropout of the input': network([6, 5, 3], dropout(0.1), conv2d(4, [2, 2]), relu, flatten, dense(4)),
  'dropout of the flat input': network([6, 5, 3], flatten, dropout(0.3), dense(4)),
  'dropout of the scores': network([4, 4, 1], flatten, dense(9), dropout(0.25)),
  'dropout before and behind pooling': network(
    [9, 8, 2],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    dropout(0.3),
    maxPool2d([2, 2]),
    dropout(0.2),
    averagePool2d([2, 2]),
    dropout(0.1),
    flatten,
    dense(4)
  ),
  'dropout that keeps all, dropout that keeps hardly any': network(
    [6, 6, 2],
    conv2d(3, [2, 2]),
    dropout(0),
    tanh,
    flatten,
    dense(30),
    dropout(0.99),
    dense(4)
  ),
  'dropout upon dropout': network([4, 4, 2], flatten, dense(20), dropout(0.3), dropout(0.3), dense(4)),
  'batch normalisation of an image': network(
    [7, 6, 3],
    conv2d(5, [3, 3]),
    batchNorm(),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(4)
  ),
  'batch normalisation of rows': network([5, 5, 2], flatten, dense(13), batchNorm(), tanh, dense(4)),
  'batch normalisation of the input': network(
    [6, 5, 3],
    batchNorm(),
    conv2d(4, [2, 2]),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation of the scores': network([4, 4, 1], flatten, dense(5), batchNorm()),
  'batch normalisation, 1 channel, other settings': network(
    [9, 9, 1],
    conv2d(1, [3, 3]),
    batchNorm(0.5, 0.01),
    sigmoid,
    flatten,
    batchNorm(1, 0.1),
    dense(3)
  ),
  'batch normalisation, momentum 0': network(
    [4, 4, 2],
    conv2d(3, [2, 2]),
    batchNorm(0),
    relu,
    flatten,
    dense(3)
  ),
  'batch normalisation, many channels': network(
    [5, 4, 9],
    conv2d(37, [2, 2]),
    batchNorm(),
    relu,
    conv2d(17, [3, 3], [1, 1], [1, 1]),
    batchNorm(),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation around pooling': network(
    [10, 9, 2],
    conv2d(4, [3, 3], [1, 1], [1, 1]),
    relu,
    batchNorm(),
    maxPool2d([3, 2], [2, 2]),
    batchNorm(),
    averagePool2d([2, 2]),
    batchNorm(),
    flatten,
    dense(4)
  ),
  'batch normalisation of single pixels': network(
    [3, 3, 2],
    conv2d(6, [3, 3]),
    batchNorm(0.1, 0.01),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation, dropout and activations': everything,
  'sixteen channels, as wide as vectors': network(
    [16, 16, 16],
    conv2d(16, [3, 3]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(8)
  ),
  'a pixel range for each channel': {
    ...network([9, 7, 3], conv2d(4, [3, 3]), relu, flatten, dense(4)),
    pixels: [
      [-2, 2],
      [-1, 3],
      [0, 1]
    ]
  },
  'one channel, with a range of its own': {
    ...network([8, 11, 1], conv2d(4, [3, 3]), relu, maxPool2d([2, 2]), flatten, dense(2)),
    pixels: [-1, 3]
  },
  'four channels': network(
    [8, 12, 4],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(3)
  ),
  'a large image': network(
    [224, 64, 3],
    conv2d(4, [8, 8], [8, 8]),
    relu,
    maxPool2d([4, 4]),
    flatten,
    dense(5)
  ),
  'a thousand classes': network([8, 8, 1], flatten, dense(12), relu, dense(1000)),
  'depthwise convolution of the image': network(
    [7, 6, 3],
    depthwiseConv2d(1, [3, 3], [1, 1], [1, 1]),
    relu,
    flatten,
    dense(4)
  ),
  'depthwise convolutions, one filter a channel, in all widths': network(
    [9, 8, 3],
    conv2d(9, [3, 3], [1, 1], [1, 1]),
    relu,
    depthwiseConv2d(1, [3, 2], [2, 2], [1, 1]),
    relu6,
    conv2d(16, [1, 1]),
    batchNorm(),
    depthwiseConv2d(1, [2, 3], [1, 1], [1, 2]),
    batchNorm(),
    relu6,
    conv2d(6, [1, 1]),
    depthwiseConv2d(1, [3, 3]),
    flatten,
    dense(5)
  ),
  'depthwise convolutions with several filters a channel': network(
    [8, 9, 3],
    depthwiseConv2d(2, [3, 3], [1, 1], [1, 1]),
    relu,
    depthwiseConv2d(3, [2, 3], [1, 2], [0, 1]),
    tanh,
    maxPool2d([2, 2]),
    depthwiseConv2d(4, [1, 1]),
    flatten,
    dense(4)
  ),
  'depthwise convolution, large kernel, strides differ': network(
    [11, 12, 2],
    conv2d(5, [2, 2]),
    relu,
    depthwiseConv2d(1, [5, 5], [1, 3], [2, 0]),
    depthwiseConv2d(2, [4, 3], [3, 1], [1, 1]),
    flatten,
    dense(4)
  ),
  'inverted residual blocks': branched([8, 8, 3], {
    stem: conv2d(8, [3, 3], [1, 1], [1, 1]),
    bn0: batchNorm(),
    act0: relu6,
    expand: conv2d(12, [1, 1]),
    bn1: batchNorm(),
    act1: relu6,
    depthwise: depthwiseConv2d(1, [3, 3], [1, 1], [1, 1]),
    bn2: batchNorm(),
    act2: relu6,
    project: conv2d(8, [1, 1]),
    bn3: batchNorm(),
    sum: from(add, 'bn3', 'act0'),
    down: depthwiseConv2d(1, [3, 3], [2, 2], [1, 1]),
    other: from(depthwiseConv2d(1, [5, 5], [2, 2], [2, 2]), 'sum'),
    joined: from(concatenate, 'down', 'other'),
    act: relu,
    mean: globalAveragePool2d,
    scores: dense(4)
  }),
  'global average pooling behind batch normalisation': network(
    [7, 6, 3],
    conv2d(5, [3, 3], [1, 1], [1, 1]),
    batchNorm(),
    relu,
    globalAveragePool2d,
    dense(4)
  ),
  'global average pooling of what a convolution makes': network(
    [6, 5, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    conv2d(7, [3, 3], [1, 1], [1, 1]),
    globalAveragePool2d
  ),
  'global max pooling': network(
    [8, 5, 2],
    conv2d(9, [3, 3]),
    relu,
    globalMaxPool2d,
    dense(7),
    relu,
    dense(4)
  ),
  'global pooling of one pixel, and of the image': branched([4, 4, 3], {
    conv: conv2d(6, [4, 4]),
    one: globalMaxPool2d,
    mean: from(globalAveragePool2d, 'image'),
    largest: from(globalMaxPool2d, 'image'),
    rows: from(concatenate, 'one', 'mean', 'largest'),
    scores: dense(4)
  }),
  'zeros on one side, between convolutions': network(
    [9, 8, 3],
    conv2d(5, [3, 3], [1, 1], [1, 1]),
    relu,
    zeroPadding2d([0, 1], [0, 1]),
    conv2d(6, [3, 3], [2, 2]),
    relu,
    flatten,
    dense(4)
  ),
  'zeros around the image, before pooling and before the scores': network(
    [6, 5, 3],
    zeroPadding2d([2, 0], [1, 3]),
    conv2d(5, [3, 3], [1, 1], [2, 1]),
    maxPool2d([2, 2]),
    zeroPadding2d([1, 2], [0, 0]),
    sigmoid,
    averagePool2d([2, 2]),
    batchNorm(),
    zeroPadding2d([0, 0], [2, 1]),
    flatten,
    dense(4)
  ),
  'zeros around what others read too': branched([5, 6, 2], {
    conv: conv2d(4, [3, 3], [1, 1], [1, 1]),
    act: tanh,
    padded: zeroPadding2d([1, 0], [0, 2]),
    next: conv2d(3, [2, 3]),
    wide: from(zeroPadding2d([3, 1], [1, 1]), 'act'),
    frame: from(zeroPadding2d([2, 2], [1, 1]), 'act'),
    sum: from(add, 'wide', 'frame'),
    last: from(conv2d(3, [3, 3], [1, 1], [1, 1]), 'act'),
    both: from(concatenate, 'next', 'last'),
    rows: flatten,
    mean: from(globalAveragePool2d, 'sum'),
    joined: from(concatenate, 'rows', 'mean'),
    scores: dense(4)
  }),
  'scaled images, rows and scores': network(
    [6, 6, 3],
    scale(0.5),
    conv2d(5, [3, 3]),
    scale(3),
    relu,
    scale(0.25),
    flatten,
    dense(8),
    tanh,
    scale(2),
    dense(4),
    scale(0.125)
  ),
  'a shortcut past a convolution': branched([7, 6, 3], {
    first: conv2d(5, [3, 3], [1, 1], [1, 1]),
    relu1: relu,
    second: conv2d(5, [3, 3], [1, 1], [1, 1]),
    sum: from(add, 'second', 'relu1'),
    relu2: relu,
    flat: flatten,
    scores: dense(4)
  }),
  'residual blocks with batch normalisation': branched([8, 9, 3], {
    stem: conv2d(6, [3, 3], [1, 1], [1, 1]),
    bn0: batchNorm(),
    start: relu,
    conv1: conv2d(6, [3, 3], [1, 1], [1, 1]),
    bn1: batchNorm(),
    relu1: relu,
    conv2: conv2d(6, [3, 3], [1, 1], [1, 1]),
    bn2: batchNorm(),
    sum1: from(add, 'bn2', 'start'),
    middle: relu,
    conv3: conv2d(9, [3, 3], [2, 2], [1, 1]),
    bn3: batchNorm(),
    relu3: relu,
    conv4: conv2d(9, [3, 3], [1, 1], [1, 1]),
    bn4: batchNorm(),
    shortcut: from(conv2d(9, [1, 1], [2, 2]), 'middle'),
    bn5: batchNorm(),
    sum2: from(add, 'bn4', 'bn5'),
    end: relu,
    pool: averagePool2d([4, 5]),
    flat: flatten,
    scores: dense(5)
  }),
  'residual blocks that normalise first': branched([6, 6, 3], {
    stem: conv2d(4, [3, 3], [1, 1], [1, 1]),
    bn1: batchNorm(),
    relu1: relu,
    conv1: conv2d(4, [3, 3], [1, 1], [1, 1]),
    sum1: from(add, 'stem', 'conv1'),
    bn2: batchNorm(),
    relu2: relu,
    conv2: conv2d(4, [3, 3], [1, 1], [1, 1]),
    sum2: from(add, 'conv2', 'sum1'),
    flat: flatten,
    scores: dense(4)
  }),
  'convolutions of different padding read one image': branched([8, 7, 3], {
    stem: conv2d(7, [3, 3], [1, 1], [1, 1]),
    start: relu,
    one: from(conv2d(3, [1, 1]), 'start'),
    three: from(conv2d(5, [3, 3], [1, 1], [1, 1]), 'start'),
    wide: from(conv2d(2, [3, 5], [1, 1], [1, 2]), 'start'),
    pooled: from(conv2d(4, [3, 3], [1, 1], [1, 0]), 'start'),
    joined: from(concatenate, 'one', 'three', 'wide'),
    act: relu,
    flat: flatten,
    other: from(flatten, 'pooled'),
    rows: from(concatenate, 'flat', 'other'),
    scores: dense(4)
  }),
  'the image itself, read by many': branched([9, 9, 3], {
    conv1: conv2d(6, [5, 5], [1, 1], [2, 2]),
    relu1: relu,
    pool1: maxPool2d([2, 2]),
    conv2: from(conv2d(4, [2, 2]), 'image'),
    relu2: relu,
    pool2: maxPool2d([2, 2]),
    joined: from(concatenate, 'pool1', 'pool2'),
    flat: flatten,
    plain: from(flatten, 'image'),
    rows: from(concatenate, 'flat', 'plain'),
    scores: dense(5)
  }),
  'the image added to a convolution of it': branched([5, 6, 2], {
    conv: conv2d(2, [3, 3], [1, 1], [1, 1]),
    sum: from(add, 'image', 'conv'),
    act: tanh,
    flat: flatten,
    scores: dense(3)
  }),
  'branches of rows': branched([4, 4, 2], {
    flat: flatten,
    first: dense(9),
    act: relu,
    second: dense(9),
    sum: from(add, 'second', 'act'),
    act2: sigmoid,
    third: from(dense(5), 'flat'),
    rows: from(concatenate, 'act2', 'third', 'act2'),
    norm: batchNorm(),
    drop: dropout(0.2),
    scores: dense(4)
  }),
  'one input twice': branched([5, 5, 2], {
    conv: conv2d(3, [3, 3]),
    double: from(add, 'conv', 'conv'),
    both: from(concatenate, 'double', 'double'),
    flat: flatten,
    hidden: dense(6),
    sum: from(add, 'hidden', 'hidden', 'hidden'),
    scores: dense(3)
  }),
  'layers of a branch stand before those of another': branched([8, 8, 3], {
    stem: conv2d(4, [3, 3], [1, 1], [1, 1]),
    bn: batchNorm(),
    left: from(relu, 'bn'),
    right: from(tanh, 'bn'),
    rightConv: conv2d(5, [3, 3], [1, 1], [1, 1]),
    leftConv: from(conv2d(5, [3, 3], [1, 1], [1, 1]), 'left'),
    rightNorm: from(batchNorm(), 'rightConv'),
    leftRelu: from(relu, 'leftConv'),
    leftPool: maxPool2d([2, 2]),
    rightPool: from(averagePool2d([2, 2]), 'rightNorm'),
    sum: from(add, 'leftPool', 'rightPool'),
    keep: dropout(0.1),
    act: gelu,
    again: from(conv2d(5, [3, 3], [1, 1], [1, 1]), 'act'),
    sum2: from(add, 'again', 'act', 'sum'),
    flat: flatten,
    early: dense(4),
    late: from(flatten, 'leftPool'),
    other: dense(4),
    scores: from(add, 'early', 'other')
  }),
  'a shortcut past everything': branched([6, 5, 2], {
    conv1: conv2d(4, [3, 3], [1, 1], [1, 1]),
    act1: silu,
    conv2: conv2d(4, [3, 3], [1, 1], [1, 1]),
    norm: batchNorm(),
    act2: relu,
    conv3: conv2d(4, [3, 3], [1, 1], [1, 1]),
    drop: dropout(0.3),
    sum: from(add, 'drop', 'act1'),
    flat: flatten,
    row: dense(7),
    skip: from(flatten, 'act1'),
    joined: from(concatenate, 'row', 'skip'),
    scores: dense(3)
  }),
  'frozen: the first convolution': network(
    [9, 8, 3],
    frozen(conv2d(5, [3, 3], [1, 1], [1, 1])),
    relu,
    maxPool2d([2, 2]),
    conv2d(4, [3, 3]),
    relu,
    flatten,
    dense(4)
  ),
  'frozen: the second convolution, whose input still has a gradient': network(
    [9, 8, 3],
    conv2d(5, [3, 3], [1, 1], [1, 1]),
    relu,
    frozen(conv2d(4, [3, 3])),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(4)
  ),
  'frozen: a convolution with dense gradients': network(
    [7, 6, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    frozen(conv2d(5, [3, 3], [1, 1], [1, 1])),
    batchNorm(),
    tanh,
    flatten,
    dense(4)
  ),
  'frozen: a dense layer in the middle': network(
    [5, 5, 2],
    flatten,
    dense(9),
    relu,
    frozen(dense(7)),
    tanh,
    dense(3)
  ),
  'frozen: the last layer': network(
    [7, 7, 2],
    conv2d(4, [3, 3]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    frozen(dense(4))
  ),
  'frozen: everything but the last layer': network(
    [8, 8, 3],
    frozen(conv2d(6, [3, 3], [1, 1], [1, 1])),
    frozen(batchNorm()),
    relu,
    dropout(0.2),
    maxPool2d([2, 2]),
    frozen(depthwiseConv2d(2, [3, 3], [1, 1], [1, 1])),
    relu,
    flatten,
    frozen(dense(9)),
    frozen(batchNorm()),
    silu,
    dense(4)
  ),
  'frozen: everything but the first layer': network(
    [8, 8, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    frozen(batchNorm()),
    relu,
    frozen(depthwiseConv2d(1, [3, 3], [1, 1], [1, 1])),
    relu,
    frozen(conv2d(5, [2, 2])),
    gelu,
    flatten,
    frozen(dense(9)),
    frozen(batchNorm()),
    tanh,
    frozen(dense(4))
  ),
  'frozen: batch normalisation behind layers that learn, and before': network(
    [7, 6, 3],
    frozen(batchNorm()),
    conv2d(5, [3, 3]),
    frozen(batchNorm(0.3)),
    relu,
    conv2d(4, [2, 2]),
    batchNorm(),
    relu,
    flatten,
    dense(6),
    frozen(batchNorm(0.2, 0.01)),
    tanh,
    dense(4)
  ),
  'frozen: a depthwise convolution, behind one that learns and before': network(
    [8, 7, 2],
    frozen(depthwiseConv2d(3, [3, 2])),
    relu,
    depthwiseConv2d(1, [2, 2]),
    tanh,
    frozen(depthwiseConv2d(2, [2, 2], [2, 1])),
    tanh,
    flatten,
    dense(4)
  ),
  'frozen: one branch of two': branched([7, 6, 3], {
    stem: frozen(conv2d(4, [3, 3], [1, 1], [1, 1])),
    bn0: frozen(batchNorm()),
    start: relu,
    conv1: frozen(conv2d(4, [3, 3], [1, 1], [1, 1])),
    bn1: frozen(batchNorm()),
    drop1: dropout(0.2),
    conv2: from(conv2d(4, [1, 1]), 'start'),
    bn2: batchNorm(),
    sum: from(add, 'drop1', 'bn2'),
    middle: relu,
    conv3: frozen(conv2d(4, [3, 3], [1, 1], [1, 1])),
    sum2: from(add, 'conv3', 'middle'),
    flat: flatten,
    scores: dense(4)
  }),
  'frozen: a branch that reads what learns, joined with the image': branched([8, 7, 3], {
    stem: conv2d(5, [3, 3], [1, 1], [1, 1]),
    start: tanh,
    one: frozen(from(conv2d(3, [1, 1]), 'start')),
    two: from(depthwiseConv2d(1, [3, 3], [1, 1], [1, 1]), 'start'),
    plain: frozen(from(conv2d(2, [3, 3], [1, 1], [1, 1]), 'image')),
    scaled: scale(0.5),
    joined: from(concatenate, 'one', 'two', 'scaled', 'image'),
    bn: frozen(batchNorm()),
    flat: flatten,
    hidden: frozen(dense(6)),
    other: from(dense(6), 'flat'),
    rows: from(add, 'hidden', 'other'),
    scores: dense(3)
  })
}
