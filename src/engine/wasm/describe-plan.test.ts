import { describe, expect, test } from 'vitest'
import type { CompiledPlan, MemoryRegion } from '../../core/engine/compiled-plan'
import { inferShapes, parameterShapes } from '../../core/model/infer-shapes'
import { volume } from '../../core/layers/shape'
import { canFreeze } from '../../core/layers/layer-kinds'
import { setFrozen } from '../../core/layers/set-frozen'
import type { ModelSpec } from '../../core/model/model-spec'
import { defaultOptimizers, type OptimizerSpec } from '../../core/optimizers/optimizer-kinds'
import { lessonConfig } from '../../core/settings/run-config'
import { describePlan } from './describe-plan'

const plan = (
  model: ModelSpec,
  batchSize: number,
  threads: number,
  optimizer?: OptimizerSpec,
  support: 'simd' | 'relaxed' = 'simd',
  clipNorm = 0
): CompiledPlan =>
  describePlan(
    { model, batchSize, threads, optimizer: optimizer ?? lessonConfig.optimizer, clipNorm, seed: 1 },
    threads,
    support
  )
const lesson = plan(lessonConfig.model, 4, 1)

const ofKind = ({ regions }: CompiledPlan, kind: MemoryRegion['kind']): readonly MemoryRegion[] =>
  regions.filter((region) => region.kind === kind)
const values = (region: MemoryRegion | undefined): number =>
  region?.buffers.reduce((sum, buffer) => sum + (buffer.values ?? 0), 0) ?? 0

/** Odd sizes, pooling that does not belong to a convolution, layers that cannot work in place. */
const odd: ModelSpec = {
  inputShape: [9, 7, 2],
  layers: [
    { type: 'conv2d', name: 'conv', filters: 3, kernelSize: [3, 2], strides: [1, 1], padding: [1, 0] },
    { type: 'tanh', name: 'tanh' },
    { type: 'sigmoid', name: 'sigmoid' },
    { type: 'averagePool2d', name: 'mean', poolSize: [2, 2], strides: [1, 1] },
    { type: 'maxPool2d', name: 'max', poolSize: [2, 2], strides: [1, 2] },
    { type: 'dropout', name: 'drop', rate: 0.5 },
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc1', units: 5 },
    { type: 'relu', name: 'relu' },
    { type: 'tanh', name: 'tanh2' },
    { type: 'dense', name: 'fc2', units: 3 }
  ]
}

/** Images wait for one another, flat and not. */
const normalised: ModelSpec = {
  inputShape: [8, 8, 3],
  layers: [
    { type: 'conv2d', name: 'conv', filters: 5, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    { type: 'batchNorm', name: 'norm1', momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: 'relu' },
    { type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2] },
    { type: 'flatten', name: 'flatten' },
    { type: 'batchNorm', name: 'norm2', momentum: 0.1, epsilon: 1e-5 },
    { type: 'dense', name: 'fc', units: 4 }
  ]
}

/** All but the last layer frozen. */
const mostlyFrozen: ModelSpec = {
  ...normalised,
  layers: normalised.layers.map((layer) =>
    canFreeze(layer.type) && layer.name !== 'fc' ? setFrozen(layer, true) : layer
  )
}

describe('the memory of a plan', () => {
  test('holds the lesson’s 62,006 weights once, and as many velocities', () => {
    expect(values(ofKind(lesson, 'weights')[0])).toBe(62_006)
    expect(ofKind(lesson, 'optimizer').map(values)).toEqual([62_006])
    expect(ofKind(plan(lessonConfig.model, 4, 1, defaultOptimizers.adam), 'optimizer').map(values)).toEqual([
      62_006, 62_006
    ])
  })

  test.each([
    ['the lesson', lesson],
    ['the lesson, two threads', plan(lessonConfig.model, 128, 2)],
    ['odd sizes', plan(odd, 5, 3, defaultOptimizers.adam)],
    ['batch normalisation', plan(normalised, 6, 2)],
    ['frozen layers', plan(mostlyFrozen, 6, 2, defaultOptimizers.adam)],
    ['gradients that are clipped', plan(normalised, 6, 2, defaultOptimizers.adam, 'simd', 1)],
    ['matrices that move as a whole', plan(normalised, 6, 2, defaultOptimizers.muon)],
    ['frozen ones among them', plan(mostlyFrozen, 6, 2, defaultOptimizers.muon)],
    ['both', plan(normalised, 6, 2, defaultOptimizers.muon, 'simd', 1)]
  ])(
    '%s: regions and buffers lie one behind the other, and all of them inside',
    (_, { regions, memoryBytes }) => {
      const begins = regions.map(({ address }) => address)
      const ends = regions.map(({ address, bytes }) => address + bytes)
      begins.slice(1).forEach((begin, i) => expect(begin).toBeGreaterThanOrEqual(ends[i] ?? 0))
      expect(ends.at(-1)).toBeLessThanOrEqual(memoryBytes)
      expect(memoryBytes - (ends.at(-1) ?? 0)).toBeLessThanOrEqual(4096)
      for (const { address, bytes, copies, buffers } of regions) {
        let end = address
        for (const buffer of buffers) {
          expect(buffer.address).toBeGreaterThanOrEqual(end)
          expect(buffer.bytes).toBeGreaterThan(0)
          end = buffer.address + buffer.bytes
        }
        expect(end).toBeLessThanOrEqual(address + bytes / copies)
      }
    }
  )

  test.each([odd, normalised])('every buffer has room for what it is said to hold', (model) => {
    const sizes = new Map(parameterShapes(model).map(({ name, shape }) => [name, volume(shape)]))
    const weights = ofKind(plan(model, 5, 1), 'weights')[0]?.buffers ?? []
    expect(weights.map(({ name }) => name).sort()).toEqual([...sizes.keys()].sort())
    for (const { name, bytes } of weights) expect(bytes).toBeGreaterThanOrEqual(4 * (sizes.get(name) ?? NaN))
  })

  test('where gradients are clipped, those of all weights are kept', () => {
    const clipped = plan(lessonConfig.model, 4, 1, undefined, 'simd', 1)
    expect(ofKind(clipped, 'gradients').map(values)).toEqual([62_006, 0])
    expect(ofKind(lesson, 'gradients').map(values)).toEqual([0])
  })

  test('for frozen weights there are no optimizer values and no sums of gradients', () => {
    const frozen = plan(mostlyFrozen, 6, 1, defaultOptimizers.adam)
    const layersIn = (kind: MemoryRegion['kind']): Set<string> =>
      new Set(
        ofKind(frozen, kind).flatMap(({ buffers }) => buffers.map(({ name }) => name.split('/', 1).join()))
      )
    expect(layersIn('optimizer')).toEqual(new Set(['fc']))
    expect(layersIn('gradients')).toEqual(new Set())
    expect(ofKind(frozen, 'weights').map(({ name }) => name)).toEqual([
      'Weights',
      'Frozen weights',
      'Weights for convolution kernels'
    ])
    const values = (compiled: CompiledPlan): number =>
      ofKind(compiled, 'weights')
        .flatMap(({ buffers }) => buffers)
        .reduce((sum, buffer) => sum + (buffer.values ?? 0), 0)
    expect(values(frozen)).toBe(values(plan(normalised, 6, 1)))
  })

  test('only matrices that learn are made orthogonal', () => {
    const matrices = (model: ModelSpec): Set<string> =>
      new Set(
        ofKind(plan(model, 6, 1, defaultOptimizers.muon), 'optimizer')
          .filter(({ name }) => name === 'Matrices')
          .flatMap(({ buffers }) => buffers.map(({ name }) => name.split(':', 1).join()))
      )
    expect(matrices(normalised)).toEqual(new Set(['conv/kernel', 'fc/kernel']))
    expect(matrices(mostlyFrozen)).toEqual(new Set(['fc/kernel']))
  })

  test('batch normalisation keeps every image of the batch', () => {
    expect(ofKind(plan(normalised, 6, 2), 'image').map(({ copies }) => copies)).toEqual([6])
  })

  test('each thread has scratch and images of its own', () => {
    const two = plan(lessonConfig.model, 4, 2)
    const shared = (regions: readonly MemoryRegion[]): number => regions[0]?.bytes ?? 0
    expect(ofKind(two, 'image')).toHaveLength(2)
    expect(shared(ofKind(two, 'weights'))).toBe(shared(ofKind(lesson, 'weights')))
  })
})

describe('the layers of a plan', () => {
  test('have the shapes and multiply-adds of the network', () => {
    expect(lesson.layers.map(({ output }) => output)).toEqual(
      inferShapes(lessonConfig.model).map(({ output }) => [...output])
    )
    const [conv1, , , conv2] = lesson.layers
    expect(conv1).toMatchObject({ forward: 352_800, weightGradient: 352_800, inputGradient: 0 })
    expect(conv2).toMatchObject({ forward: 240_000, weightGradient: 240_000, inputGradient: 240_000 })
    expect(lesson.layers.reduce((sum, layer) => sum + layer.forward, 0)).toBe(651_720)
    expect(lesson.layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(62_006)
  })

  test('tell which belong to a convolution before them', () => {
    expect(
      lesson.layers.flatMap(({ name, within }) => (within === undefined ? [] : [[name, within]]))
    ).toEqual([
      ['relu1', 'conv1'],
      ['pool1', 'conv1'],
      ['relu2', 'conv2'],
      ['pool2', 'conv2']
    ])
    expect(plan(odd, 5, 1).layers.every(({ within }) => within === undefined)).toBe(true)
  })

  test('name the functions that were emitted, with the size of each', () => {
    const named = lesson.layers.flatMap(({ kernels }) => kernels.map(({ name }) => name))
    expect(named).toEqual(
      expect.arrayContaining([
        'conv1.forward',
        'conv2.pool',
        'conv2.inputGradient',
        'fc1.forward4',
        'fc3.update'
      ])
    )
    expect(named).not.toContain('conv1.inputGradient')
    const kernels = [...lesson.layers.flatMap((layer) => layer.kernels), ...lesson.shared]
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length)
    const code = kernels.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(code).toBeLessThan(lesson.moduleBytes)
    // The rest are types, names and lengths.
    expect(code).toBeGreaterThan(lesson.moduleBytes * 0.8)
  })

  test('frozen layers have no kernels that nothing needs', () => {
    const kernels = ({ layers }: CompiledPlan, name: string): string[] =>
      layers
        .filter((layer) => layer.name === name)
        .flatMap((layer) => layer.kernels.map((kernel) => kernel.name.slice(name.length + 1)))
    const frozen = plan(mostlyFrozen, 6, 1)
    expect(kernels(frozen, 'conv')).toEqual(['forward', 'repack'])
    expect(kernels(frozen, 'norm1')).not.toContain('differentiate')
    expect(kernels(frozen, 'fc')).toContain('update')
    expect(kernels(frozen, 'fc').filter((name) => name.startsWith('inputGradient'))).toEqual([])
    expect(frozen.shared.map(({ name }) => name)).not.toContain('backward0')
    expect(frozen.layers.map(({ weightGradient }) => weightGradient > 0)).toEqual(
      frozen.layers.map(({ name }) => name === 'fc')
    )
    expect(frozen.layers.map(({ parameters }) => parameters)).toEqual(
      plan(normalised, 6, 1).layers.map(({ parameters }) => parameters)
    )
  })

  test('are specialised to their shapes', () => {
    const forward = ({ layers }: CompiledPlan, at: number): string | undefined =>
      layers[at]?.kernels.find(({ name }) => name.endsWith('.forward'))?.blocking
    expect(forward(lesson, 0)).toBe(
      '4 rows × 4 columns × 2 filters in registers, max pooling 2×2 and ReLU too'
    )
    // Without a product beside them, more sums fit.
    expect(forward(plan(lessonConfig.model, 4, 1, undefined, 'relaxed'), 0)).toBe(
      '2 rows × 4 columns × 6 filters in registers, max pooling 2×2 and ReLU too'
    )
    expect(forward(lesson, 3)).toBe('8 filters × 5 pixels in registers')
    expect(forward(plan(odd, 5, 1), 0)).toBe('4 filters × 6 pixels in registers')
  })
})
