import fc from 'fast-check'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { classCount, inferShapes, parameterShapes, trainableShapes } from '../../src/core/model/infer-shapes'
import type { ParameterShape } from '../../src/core/layers/layer-kind'
import { volume } from '../../src/core/layers/shape'
import { LabError } from '../../src/core/base/lab-error'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'
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
    type: fc.constantFrom('sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'),
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

/** Small networks in which every layer fits: convolutions, pooling and activations, then flatten and dense. */
const arbitraryModel: fc.Arbitrary<ModelSpec> = fc
  .record({
    inputShape: fc.tuple(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 3 })
    ),
    layers: fc.array(layer, { maxLength: 6 }),
    units: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  })
  .map(({ inputShape, layers, units }) => {
    const fitting: LayerSpec[] = []
    const push = (spec: LayerSpec): number => fitting.push({ ...spec, name: `${spec.name}${fitting.length}` })
    for (const spec of layers) if (fits({ inputShape, layers: [...fitting, spec] })) push(spec)
    push({ type: 'flatten', name: 'f' })
    for (const width of units) push({ type: 'dense', name: 'd', units: width })
    return { inputShape, layers: fitting }
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
  .map(({ model, seed, hasOptimizerState, optimizer: spec, ...rest }) => {
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
        step: rest.position.step
      },
      versions: rest.versions
    }
  })
