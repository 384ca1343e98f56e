import fc from 'fast-check'
import { inferShapes } from '../../src/core/infer-shapes'
import type { LayerSpec, ModelSpec } from '../../src/core/model-spec'

type Size = [number, number]

export const conv2d = (
  filters: number,
  kernelSize: Size,
  strides: Size = [1, 1],
  padding: Size = [0, 0]
): LayerSpec => ({ type: 'conv2d', name: 'layer', filters, kernelSize, strides, padding })
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
export const relu: LayerSpec = { type: 'relu', name: 'layer' }
export const tanh: LayerSpec = { type: 'tanh', name: 'layer' }
export const sigmoid: LayerSpec = { type: 'sigmoid', name: 'layer' }
export const dropout = (rate: number): LayerSpec => ({ type: 'dropout', name: 'layer', rate })
export const batchNorm = (momentum = 0.1, epsilon = 1e-5): LayerSpec => ({
  type: 'batchNorm',
  name: 'layer',
  momentum,
  epsilon
})
export const flatten: LayerSpec = { type: 'flatten', name: 'layer' }
export const dense = (units: number): LayerSpec => ({ type: 'dense', name: 'layer', units })

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

/** Every layer in its odd shapes; each network stands for one thing that an engine could get wrong. */
export const networks: Readonly<Record<string, ModelSpec>> = {
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
  'one channel, wide and flat': network(
    [1, 40, 1],
    conv2d(4, [1, 5]),
    relu,
    maxPool2d([1, 2]),
    flatten,
    dense(4)
  ),
  '256 classes': network([2, 2, 1], flatten, dense(256)),
  'dropout behind convolution, pooling and dense': network(
    [10, 10, 3],
    conv2d(6, [3, 3]),
    relu,
    maxPool2d([2, 2]),
    dropout(0.25),
    conv2d(5, [3, 3], [1, 1], [1, 1]),
    dropout(0.3),
    relu,
    flatten,
    dense(9),
    relu,
    dropout(0.5),
    dense(4)
  ),
  'dropout behind tanh, and one upon another': network(
    [5, 5, 3],
    conv2d(7, [2, 2]),
    tanh,
    dropout(0.4),
    sigmoid,
    dropout(0),
    flatten,
    dropout(0.1),
    dense(6),
    sigmoid,
    dropout(0.2),
    tanh,
    dense(3),
    dropout(0.1)
  ),
  'dropout of the input': network(
    [5, 7, 2],
    dropout(0.3),
    conv2d(3, [3, 3], [1, 1], [1, 1]),
    flatten,
    dense(3)
  ),
  'batch normalisation of images': network(
    [8, 8, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    batchNorm(),
    relu,
    maxPool2d([2, 2]),
    conv2d(5, [3, 3]),
    batchNorm(0.3, 1e-3),
    tanh,
    flatten,
    dense(4)
  ),
  'batch normalisation of features': network(
    [4, 4, 2],
    flatten,
    dense(9),
    batchNorm(),
    relu,
    dense(6),
    batchNorm(0.5)
  ),
  'sixteen channels, as wide as vectors': network(
    [16, 16, 16],
    conv2d(16, [3, 3]),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(8)
  )
}

const size = (max: number): fc.Arbitrary<Size> =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }))
const imageLayer: fc.Arbitrary<LayerSpec> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 19 }), size(5), size(3), size(3))
      .map(([filters, kernel, strides, [py, px]]) => conv2d(filters, kernel, strides, [py - 1, px - 1]))
  },
  { weight: 2, arbitrary: size(3).map((pool) => maxPool2d(pool)) },
  { weight: 1, arbitrary: fc.tuple(size(3), size(3)).map(([pool, strides]) => maxPool2d(pool, strides)) },
  { weight: 1, arbitrary: fc.tuple(size(3), size(3)).map(([pool, strides]) => averagePool2d(pool, strides)) },
  { weight: 3, arbitrary: fc.constantFrom(relu, relu, tanh, sigmoid, dropout(0.3)) }
)
const rowLayer: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map(dense),
  fc.constantFrom(relu, tanh, sigmoid, dropout(0.5))
)

/** Any network that the model spec allows, of a size that plain loops can bear. */
export const anyNetwork: fc.Arbitrary<ModelSpec> = fc
  .record({
    inputShape: fc.tuple(
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 5 })
    ),
    images: fc.array(imageLayer, { maxLength: 5 }),
    rows: fc.array(rowLayer, { maxLength: 3 }),
    classes: fc.integer({ min: 2, max: 12 })
  })
  .map(({ inputShape, images, rows, classes }) =>
    network(inputShape, ...images, flatten, ...rows, dense(classes))
  )
  .filter(fits)

function fits(model: ModelSpec): boolean {
  try {
    return inferShapes(model).length > 0
  } catch (error) {
    // A window larger than the image: not a network at all.
    if (error instanceof Error && error.name === 'LabError') return false
    throw error
  }
}
