import { inferShapes } from '../../../core/model/infer-shapes'
import { dropoutMask } from '../../../core/layers/dropout'
import type { RandomMask } from '../../../core/layers/layer-draws'
import { channelCount, spatialShape, type Shape, volume } from '../../../core/layers/shape'
import {
  activationOf,
  type ActivationType,
  isActivation,
  type LayerShape,
  type LayerSpec,
  type LayerType
} from '../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../core/model/model-spec'
import { type OptimizerSpec, optimizerStateNames } from '../../../core/optimizers/optimizer-kinds'
import { required } from '../../../core/base/required'
import type { LayerTable } from '../../shared/layer-table'
import type { FusedActivation, WebgpuPlan, PlannedOperation, WindowSize, PlacedTensor } from './plan'

/** Images whose gradients one workgroup of a convolution sums up; fixed, because it fixes the order of summation. */
export const chunkImages = 8
/** Pixels of a pooling window. A larger one needs too many registers, and is pooled by a kernel of its own. */
const maxFusedWindow = 9

/** Fuses layers to operations and gives everything its place in memory. */
export function planWebgpu(model: ModelSpec, optimizer: OptimizerSpec, batchSize: number): WebgpuPlan {
  const shapes = inferShapes(model)
  const parameters = shapes
    .flatMap((shape) => shape.parameters)
    .reduce((sum, { shape }) => sum + volume(shape), 0)
  const planner = new Planner(model, batchSize, parameters * (1 + optimizerStateNames(optimizer).length))
  for (let rest: readonly LayerShape[] = shapes; rest.length > 0;) {
    rest = rest.slice(planner.plan(rest))
  }
  const logits = planner.last()
  const imageLosses = planner.reserve(batchSize)
  return {
    operations: planner.operations,
    inputShape: model.inputShape,
    batchSize,
    classes: logits.volume,
    logits,
    parameters,
    imageLosses,
    keyedLayers: planner.keyedLayers,
    floats: planner.floats
  }
}

class Planner {
  readonly operations: PlannedOperation[] = []
  readonly keyedLayers: number[] = []
  floats: number
  readonly #model: ModelSpec
  readonly #batchSize: number
  /** Where the next layer's parameters lie. */
  #parameters = 0
  #layers = 0
  /** Each plans its layer and those that it takes in, and tells how many they are. */
  readonly #planned: LayerTable<number, [rest: readonly LayerShape[]]> = {
    conv2d: (shaped, rest) => this.#convolution(shaped, rest),
    maxPool2d: (shaped, rest) => this.#pool(shaped, rest, true),
    averagePool2d: (shaped, rest) => this.#pool(shaped, rest, false),
    batchNorm: (shaped, rest) => this.#standardise(shaped, rest),
    dropout: (shaped, rest) => this.#mask(shaped, dropoutMask(shaped.layer.rate), rest),
    flatten: () => 1,
    dense: (shaped, rest) => this.#dense(shaped, rest),
    relu: (shaped) => this.#activate(shaped),
    leakyRelu: (shaped) => this.#activate(shaped),
    relu6: (shaped) => this.#activate(shaped),
    tanh: (shaped) => this.#activate(shaped),
    sigmoid: (shaped) => this.#activate(shaped),
    silu: (shaped) => this.#activate(shaped),
    gelu: (shaped) => this.#activate(shaped),
    geluTanh: (shaped) => this.#activate(shaped)
  }

  constructor(model: ModelSpec, batchSize: number, floats: number) {
    this.#model = model
    this.#batchSize = batchSize
    this.floats = floats
  }

  /** Plans the first of the remaining layers and those that it takes in. @returns how many they are */
  plan(rest: readonly LayerShape[]): number {
    const layers = this.#planLayer(required(rest[0], 'a layer to plan'), rest)
    this.#layers += layers
    for (const { parameters } of rest.slice(0, layers)) {
      for (const { shape } of parameters) this.#parameters += volume(shape)
    }
    return layers
  }

  #planLayer<T extends LayerType>(shaped: LayerShape<T>, rest: readonly LayerShape[]): number {
    return this.#planned[shaped.layer.type](shaped, rest)
  }

  /** Floats of memory. @returns where they begin */
  reserve(floats: number): number {
    const offset = this.floats
    this.floats += floats
    return offset
  }

  /** What the operation before wrote; the images as floats where there is none. */
  last(): PlacedTensor {
    const before = this.operations.at(-1)
    if (before !== undefined) return before.output
    const output = this.#tensor(this.#model.inputShape, 'none', false)
    this.operations.push({ kind: 'normalise', name: 'op0', inputShape: this.#model.inputShape, output })
    return output
  }

  #convolution(shaped: LayerShape<'conv2d'>, rest: readonly LayerShape[]): number {
    const { layer } = shaped
    const input = this.operations.length === 0 ? 'bytes' : this.last()
    const inputShape = spatialShape(shaped.input)
    const pooling = fusedPooling(rest)
    const last = rest[pooling.layers - 1] ?? shaped
    const activation = pooling.activation ?? activationAt(rest, pooling.layers)
    const output = this.#tensor(last.output, activation, true)
    const values = this.#batchSize * output.volume
    const rows = layer.kernelSize[0] * layer.kernelSize[1] * inputShape[2] + 1
    const chunks = Math.ceil(this.#batchSize / chunkImages)
    this.operations.push({
      kind: 'convolution',
      name: this.#name(),
      input,
      inputShape,
      outputShape: spatialShape(last.output),
      kernelSize: layer.kernelSize,
      strides: layer.strides,
      padding: layer.padding,
      pool: { size: pooling.size, strides: pooling.strides },
      weights: this.#parameters,
      winners: volume(pooling.size) > 1 ? this.reserve(values) : undefined,
      partials: chunks > 1 ? this.reserve(chunks * rows * layer.filters) : undefined,
      output
    })
    return pooling.layers + (pooling.activation === undefined && activation !== 'none' ? 1 : 0)
  }

  /** @param largest whether the largest value of each window is taken, or else the mean */
  #pool(
    shaped: LayerShape<'maxPool2d' | 'averagePool2d'>,
    rest: readonly LayerShape[],
    largest: boolean
  ): number {
    const { layer } = shaped
    const input = this.last()
    const activation = activationAt(rest, 1)
    const output = this.#tensor(shaped.output, activation, false)
    this.operations.push({
      kind: 'pool',
      name: this.#name(),
      input,
      inputShape: spatialShape(shaped.input),
      outputShape: spatialShape(shaped.output),
      size: layer.poolSize,
      strides: layer.strides,
      winners: largest ? this.reserve(this.#batchSize * output.volume) : undefined,
      output
    })
    return consumed(activation)
  }

  #dense(shaped: LayerShape<'dense'>, rest: readonly LayerShape[]): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    this.operations.push({
      kind: 'dense',
      name: this.#name(),
      input,
      inputs: volume(shaped.input),
      units: shaped.layer.units,
      weights: this.#parameters,
      output: this.#tensor(shaped.output, activation, true)
    })
    return consumed(activation)
  }

  #mask(shaped: LayerShape, mask: RandomMask, rest: readonly LayerShape[]): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    const key = this.keyedLayers.push(this.#layers) - 1
    const output = this.#tensor(shaped.output, activation, false)
    this.operations.push({ kind: 'mask', name: this.#name(), input, mask, key, output })
    return consumed(activation)
  }

  #standardise(shaped: LayerShape<'batchNorm'>, rest: readonly LayerShape[]): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    const channels = channelCount(shaped.output)
    this.operations.push({
      kind: 'standardise',
      name: this.#name(),
      input,
      channels,
      momentum: shaped.layer.momentum,
      epsilon: shaped.layer.epsilon,
      gamma: this.#parameters,
      beta: this.#parameters + channels,
      movingMean: this.#parameters + 2 * channels,
      movingVariance: this.#parameters + 3 * channels,
      statistics: this.reserve(4 * channels),
      output: this.#tensor(shaped.output, activation, true)
    })
    return consumed(activation)
  }

  #activate(shaped: LayerShape<ActivationType>): number {
    const input = this.last()
    const { layer } = shaped
    if (canFuse(layer)) {
      const output = this.#tensor(shaped.output, layer, false)
      this.operations.push({ kind: 'activate', name: this.#name(), input, output })
    } else {
      const output = this.#tensor(shaped.output, 'none', false)
      this.operations.push({ kind: 'curve', name: this.#name(), input, layer, output })
    }
    return 1
  }

  /** @param trained whether the operation has parameters of its own, or else it needs a gradient only for those below */
  #tensor(shape: Shape, activation: FusedActivation, trained: boolean): PlacedTensor {
    const size = volume(shape)
    const below = this.operations.at(-1)?.output.gradient !== undefined
    return {
      name: this.#name(),
      shape,
      volume: size,
      values: this.reserve(this.#batchSize * size),
      activation,
      gradient: trained || below ? this.reserve(this.#batchSize * size) : undefined
    }
  }

  #name(): string {
    return `op${this.operations.length}`
  }
}

interface FusedPooling {
  readonly size: WindowSize
  readonly strides: WindowSize
  /** Layers that the convolution has taken in so far, itself included. */
  readonly layers: number
  /** ReLU between the two: the largest of rectified values is the rectified largest. */
  readonly activation: LayerSpec<'relu'> | undefined
}

/** The max pooling behind a convolution that can be computed with it: its windows must not overlap. */
function fusedPooling(rest: readonly LayerShape[]): FusedPooling {
  const next = rest[1]?.layer
  const activation = next?.type === 'relu' ? next : undefined
  const pool = rest[activation === undefined ? 1 : 2]?.layer
  if (pool?.type !== 'maxPool2d') return { size: [1, 1], strides: [1, 1], layers: 1, activation: undefined }
  const { poolSize, strides } = pool
  const apart = strides[0] >= poolSize[0] && strides[1] >= poolSize[1]
  if (!apart || volume(poolSize) > maxFusedWindow) {
    return { size: [1, 1], strides: [1, 1], layers: 1, activation: undefined }
  }
  return { size: poolSize, strides, layers: activation === undefined ? 2 : 3, activation }
}

/** The activation at this place among the layers, if there is one that the operation before it can take in. */
function activationAt(rest: readonly LayerShape[], index: number): FusedActivation {
  const layer = rest[index]?.layer
  return layer !== undefined && isActivation(layer) && canFuse(layer) ? layer : 'none'
}

/** Only the result is kept of an activation that is fused. */
function canFuse(layer: LayerSpec<ActivationType>): boolean {
  return activationOf(layer).slopeFrom === 'output'
}

/** Layers that went into an operation of one layer and perhaps an activation. */
function consumed(activation: FusedActivation): number {
  return activation === 'none' ? 1 : 2
}
