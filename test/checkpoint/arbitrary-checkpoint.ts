import fc from 'fast-check'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { classCount, inferShapes, parameterShapes, trainableShapes } from '../../src/core/model/infer-shapes'
import type { ParameterShape } from '../../src/core/layers/layer-kind'
import { volume } from '../../src/core/layers/shape'
import { LabError } from '../../src/core/base/lab-error'
import { unusedLayers } from '../../src/core/model/layer-graph'
import { type ModelSpec, modelSpec } from '../../src/core/model/model-spec'
import { canFreeze, type LayerSpec } from '../../src/core/layers/layer-kinds'
import { setFrozen } from '../../src/core/layers/set-frozen'
import {
  type OptimizerSpec,
  optimizerStateNames,
  optimizerSpec
} from '../../src/core/optimizers/optimizer-kinds'
import { Random } from '../../src/core/maths/random'
import { lessonConfig } from '../../src/core/settings/run-config'
import { startPosition } from '../../src/core/training/train-job'
import type { Weights } from '../../src/core/model/weights'

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))

const layer: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.record({
    type: fc.constant('conv2d' as const),
    name: fc.constant('c'),
    filters: fc.integer({ min: 1, max: 4 }),
    kernelSize: pair(1, 4),
    strides: pair(1, 3),
    padding: pair(0, 2)
  }),
  fc.record({
    type: fc.constantFrom('maxPool2d' as const, 'averagePool2d' as const),
    name: fc.constant('p'),
    poolSize: pair(1, 3),
    strides: pair(1, 3)
  }),
  fc.record({
    type: fc.constant('zeroPadding2d' as const),
    name: fc.constant('z'),
    rows: pair(0, 2),
    columns: pair(0, 2)
  }),
  fc.record({
    type: fc.constantFrom('relu' as const, 'tanh' as const, 'sigmoid' as const),
    name: fc.constant('a')
  }),
  fc.record({
    type: fc.constant('dropout' as const),
    name: fc.constant('o'),
    rate: fc.double({ noNaN: true, min: 0, max: 0.99 })
  }),
  fc.record({
    type: fc.constant('batchNorm' as const),
    name: fc.constant('n'),
    momentum: fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1_000_000),
    epsilon: fc.double({ noNaN: true, min: 1e-12, max: 1 })
  })
)

const optimizer: fc.Arbitrary<OptimizerSpec> = fc
  .record({
    type: fc.constantFrom('sgd', 'adagrad', 'rmsprop', 'adam', 'adamw', 'muon'),
    learningRate: fc.double({ noNaN: true, min: 1e-12, max: 10 }),
    momentum: fc.double({ noNaN: true, min: 0, max: 0.999 }),
    nesterov: fc.boolean(),
    alpha: fc.double({ noNaN: true, min: 0, max: 0.99999 }),
    beta1: fc.double({ noNaN: true, min: 0, max: 0.99999 }),
    beta2: fc.double({ noNaN: true, min: 0, max: 0.99999 }),
    epsilon: fc.double({ noNaN: true, min: 1e-12, max: 1 }),
    weightDecay: fc.double({ noNaN: true, min: 0, max: 1 })
  })
  // Keeps the fields that the optimizer has.
  .map((spec) => optimizerSpec.parse(spec))

/** Whose outputs a layer takes: of the one before, or of some that are counted back from it, put together if it can be. */
const branched = fc.record({
  layer,
  frozen: fc.boolean(),
  back: fc.nat({ max: 3 }),
  join: fc.option(
    fc.record({
      type: fc.constantFrom('add', 'concatenate'),
      back: fc.array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 3 })
    }),
    { nil: undefined }
  )
})

/** Small networks in which every layer fits: branches of convolutions, pooling and activations, then flatten and dense. */
const arbitraryModel: fc.Arbitrary<ModelSpec> = fc
  .record({
    inputShape: fc.tuple(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 3 })
    ),
    chain: fc.boolean(),
    layers: fc.array(branched, { maxLength: 6 }),
    units: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  })
  .map(({ inputShape, chain, layers, units }) => {
    const fitting: LayerSpec[] = []
    const push = (spec: LayerSpec): string => {
      const name = `${spec.name}${fitting.length}`
      fitting.push({ ...spec, name })
      return name
    }
    const pushFitting = (spec: LayerSpec): void => {
      if (fits({ inputShape, layers: [...fitting, spec] })) push(spec)
    }
    const named = (back: number): string => fitting.at(-1 - back)?.name ?? 'image'
    for (const { layer: plain, frozen, back, join } of layers) {
      const spec = frozen && canFreeze(plain.type) ? setFrozen(plain, true) : plain
      pushFitting(chain ? spec : { ...spec, inputs: [named(back)] })
      if (!chain && join !== undefined) {
        pushFitting({ type: join.type, name: 'j', inputs: join.back.map(named) })
      }
    }
    const ends = [...unusedLayers(inferShapes({ inputShape, layers: fitting })), ...fitting.slice(-1)]
    const rows = ends.map(({ name }) => push({ type: 'flatten', name: 'f', inputs: [name] }))
    if (rows.length === 0) push({ type: 'flatten', name: 'f' })
    if (rows.length > 1) push({ type: 'concatenate', name: 'j', inputs: rows })
    for (const width of units) push({ type: 'dense', name: 'd', units: width })
    return modelSpec.parse({ inputShape, layers: fitting })
  })

function fits(model: ModelSpec): boolean {
  try {
    inferShapes(model)
    return true
  } catch (cause) {
    if (cause instanceof LabError) return false
    throw cause
  }
}

/** Any bits that are a finite float32: zeros of both signs, denormals and the largest included. */
function arbitraryValues(parameters: readonly ParameterShape[], random: Random): Float32Array[] {
  return parameters.map(({ name, shape }) => {
    const bits = Uint32Array.from({ length: volume(shape) }, () => random.nextUint32())
    const values = new Float32Array(bits.buffer).map((value) => (Number.isFinite(value) ? value : -0))
    return name.endsWith('/moving_variance') ? values.map(Math.abs) : values
  })
}

function named(model: ModelSpec, values: readonly Float32Array[]): Weights {
  return parameterShapes(model).map(({ name, shape }, i) => ({
    name,
    shape,
    values: values[i] ?? new Float32Array()
  }))
}

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
const partialMean = fc.record({
  sum: fc.float({ noNaN: true, noDefaultInfinity: true, min: 0 }),
  count: fc.nat()
})
const milliseconds = fc.double({ noNaN: true, min: 0, max: 1e12 })

export const arbitraryCheckpoint: fc.Arbitrary<Checkpoint> = fc
  .record({
    model: arbitraryModel,
    seed: fc.nat({ max: 4_294_967_295 }),
    hasOptimizerState: fc.boolean(),
    /** Of the steps, those that the optimizer took: all, none, or some. */
    optimizerShare: fc.constantFrom(0, 0.3, 1),
    dataset: fc.option(fc.record({ name: word, hash: word }), { nil: undefined }),
    epoch: fc.nat({ max: 1000 }),
    optimizer,
    position: fc.record({
      step: fc.nat(),
      runningLoss: partialMean,
      point: partialMean,
      trainMs: milliseconds,
      waitMs: milliseconds
    }),
    // Plain objects put keys that look like numbers first; that must not disturb the checksum.
    versions: fc.dictionary(
      word.filter((key) => key !== '__proto__'),
      word,
      { noNullPrototype: true }
    )
  })
  .map(({ model, seed, hasOptimizerState, optimizerShare, optimizer: spec, ...rest }) => {
    const random = Random.seeded(seed)
    return {
      config: {
        ...lessonConfig,
        model,
        seed,
        optimizer: spec
      },
      classes: Array.from({ length: classCount(model) }, (_, i) => `class ${i}`),
      dataset: rest.dataset,
      epoch: rest.epoch,
      position: { ...startPosition(spec.learningRate), ...rest.position },
      state: {
        weights: named(model, arbitraryValues(parameterShapes(model), random)),
        optimizerState: hasOptimizerState
          ? optimizerStateNames(spec).map(() => arbitraryValues(trainableShapes(model), random))
          : [],
        step: rest.position.step,
        optimizerSteps: Math.floor(rest.position.step * optimizerShare)
      },
      versions: rest.versions
    }
  })
