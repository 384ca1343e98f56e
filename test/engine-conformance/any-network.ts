import fc from 'fast-check'
import { checkBatchStatistics } from '../../src/core/model/check-batch-statistics'
import { inferShapes } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { canFreeze, type LayerSpec } from '../../src/core/layers/layer-kinds'
import { checkLearns } from '../../src/core/model/check-learns'
import {
  add,
  averagePool2d,
  batchNorm,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  flatten,
  frozen,
  gelu,
  geluTanh,
  globalAveragePool2d,
  globalMaxPool2d,
  leakyRelu,
  maxPool2d,
  relu,
  relu6,
  scale,
  sigmoid,
  silu,
  tanh,
  zeroPadding2d
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
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), size(4), size(3), size(3))
      .map(([multiplier, kernel, strides, [py, px]]) =>
        depthwiseConv2d(multiplier, kernel, strides, [py - 1, px - 1])
      )
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
      scale(0.5),
      dropout(0.3)
    )
  },
  { weight: 1, arbitrary: fc.constant(batchNorm(0.2, 0.1)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(size(4), size(4))
      .map(([[above, below], [left, right]]) => zeroPadding2d([above - 1, below - 1], [left - 1, right - 1]))
  }
)
/** One layer in four of those that can be. */
const maybeFrozen = (layer: fc.Arbitrary<LayerSpec>): fc.Arbitrary<LayerSpec> =>
  fc
    .tuple(layer, fc.nat(3))
    .map(([made, chance]) => (chance === 0 && canFreeze(made.type) ? frozen(made) : made))
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
    scale(2),
    dropout(0.5),
    batchNorm(0.2, 0.1)
  )
)

/** A layer, what it takes (0: the latest output, 1: the one before...), and what is put together with its output. */
interface Growth {
  readonly layer: LayerSpec
  readonly source: number
  readonly merge: { readonly layer: LayerSpec; readonly others: readonly number[] } | undefined
}
const growth = (layer: fc.Arbitrary<LayerSpec>): fc.Arbitrary<Growth> =>
  fc.record({
    layer: maybeFrozen(layer),
    source: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
    merge: fc.option(
      fc.record({
        layer: fc.constantFrom(add, concatenate),
        others: fc.array(fc.nat(5), { minLength: 1, maxLength: 2 })
      }),
      { nil: undefined, freq: 1 }
    )
  })

/** Any network that the model spec allows, with branches or without, of a size that plain loops can bear. */
const anyNetwork: fc.Arbitrary<ModelSpec> = fc
  .record({
    inputShape: fc.tuple(
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 5 })
    ),
    images: fc.array(growth(imageLayer), { maxLength: 5 }),
    borders: fc.array(fc.constantFrom(flatten, flatten, globalAveragePool2d, globalMaxPool2d), {
      minLength: 1,
      maxLength: 4
    }),
    rows: fc.array(growth(rowLayer), { maxLength: 3 }),
    scores: maybeFrozen(fc.integer({ min: 2, max: 12 }).map(dense))
  })
  .map(({ inputShape, images, borders, rows, scores }) => grow(inputShape, images, borders, rows, scores))

/** Layers that do not fit are left out. Branches end in rows that are joined before the scores. */
function grow(
  inputShape: readonly [number, number, number],
  images: readonly Growth[],
  borders: readonly LayerSpec[],
  rows: readonly Growth[],
  scores: LayerSpec
): ModelSpec {
  const layers: LayerSpec[] = []
  const put = (layer: LayerSpec, inputs: readonly string[]): string | undefined => {
    const named = { ...layer, name: `${layer.type}${layers.length}`, inputs: [...inputs] }
    if (!fits({ inputShape: [...inputShape], layers: [...layers, named] })) return undefined
    layers.push(named)
    return named.name
  }
  const extend = (outputs: string[], growths: readonly Growth[]): void => {
    const earlier = (back: number): string => outputs[Math.max(0, outputs.length - 1 - back)] ?? 'image'
    for (const { layer, source, merge } of growths) {
      const output = put(layer, [earlier(source)])
      if (output === undefined) continue
      outputs.push(output)
      if (merge === undefined) continue
      const merged = put(merge.layer, [output, ...merge.others.map(earlier)])
      if (merged !== undefined) outputs.push(merged)
    }
  }
  /** Outputs that nothing takes yet. */
  const loose = (outputs: readonly string[]): string[] =>
    outputs.filter((name) => !layers.some(({ inputs }) => inputs?.includes(name) === true))
  const maps = ['image']
  extend(maps, images)
  const flat = loose(maps).flatMap((name, i) => put(borders[i % borders.length] ?? flatten, [name]) ?? [])
  extend(flat, rows)
  const ends = loose(flat)
  const joined = ends.length > 1 ? put(concatenate, ends) : ends[0]
  put(scores, joined === undefined ? [] : [joined])
  return { inputShape: [...inputShape], layers }
}

/** Any network on any number of images in batches of any size, as long as it can be trained. */
export const anyTraining: fc.Arbitrary<Omit<Training, 'optimizer'>> = fc
  .record({
    model: anyNetwork,
    batchSize: fc.integer({ min: 1, max: 9 }),
    images: fc.integer({ min: 1, max: 20 })
  })
  .filter(({ model, images, batchSize }) =>
    succeeds(() => {
      checkLearns(model)
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
