import fc from 'fast-check'
import { checkBatchStatistics } from '../../src/core/model/check-batch-statistics'
import { inferShapes } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
import {
  averagePool2d,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  gelu,
  geluTanh,
  leakyRelu,
  maxPool2d,
  network,
  relu,
  relu6,
  sigmoid,
  silu,
  tanh
} from './networks'
import type { Training } from './trajectory'

type Size = [number, number]

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
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      relu,
      relu,
      tanh,
      sigmoid,
      leakyRelu(0.1),
      relu6,
      silu,
      gelu,
      geluTanh,
      dropout(0.3)
    )
  },
  { weight: 1, arbitrary: fc.constant(batchNorm(0.2, 0.1)) }
)
const rowLayer: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map(dense),
  fc.constantFrom(
    relu,
    tanh,
    sigmoid,
    leakyRelu(0.01),
    relu6,
    silu,
    gelu,
    geluTanh,
    dropout(0.5),
    batchNorm(0.2, 0.1)
  )
)

/** Any network that the model spec allows, of a size that plain loops can bear. */
const anyNetwork: fc.Arbitrary<ModelSpec> = fc
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

/** Any network on any number of images in batches of any size, as long as it can be trained. */
export const anyTraining: fc.Arbitrary<Omit<Training, 'optimizer'>> = fc
  .record({
    model: anyNetwork,
    batchSize: fc.integer({ min: 1, max: 9 }),
    images: fc.integer({ min: 1, max: 20 })
  })
  .filter(({ model, images, batchSize }) =>
    succeeds(() => {
      checkBatchStatistics(model, images, batchSize)
    })
  )

function fits(model: ModelSpec): boolean {
  return succeeds(() => inferShapes(model))
}

/** Whether it does not refuse: a window larger than the image, a batch with nothing to normalise over. */
function succeeds(check: () => void): boolean {
  try {
    check()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'LabError') return false
    throw error
  }
}
