import { assertNever } from '../../../core/assert-never'
import { inferShapes } from '../../../core/infer-shapes'
import type { LayerShape, LayerSpec } from '../../../core/layers/layer-kinds'
import { type Shape, volume } from '../../../core/layers/layer-kind'
import type { ModelSpec } from '../../../core/model-spec'
import { type OptimizerSpec, optimizerSlots } from '../../../core/optimizers/optimizer-kinds'
import type { Activation, ImageShape, Plan, PlannedOperation, Size, Tensor } from './plan'

/** Images whose gradients one workgroup of a convolution sums up; fixed, because it fixes the order of summation. */
export const chunkImages = 8
/** Pixels of a pooling window. A larger one needs too many registers, and is pooled by a kernel of its own. */
const maxFusedWindow = 9

/** Fuses layers to operations and gives everything its place in memory. */
export function makePlan(model: ModelSpec, optimizer: OptimizerSpec, batchSize: number): Plan {
  const shapes = inferShapes(model)
  const parameters = shapes
    .flatMap((shape) => shape.parameters)
    .reduce((sum, { shape }) => sum + volume(shape), 0)
  const planner = new Planner(model, batchSize, parameters * (1 + optimizerSlots(optimizer).length))
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
    dropoutLayers: planner.dropoutLayers,
    floats: planner.floats
  }
}

class Planner {
  readonly operations: PlannedOperation[] = []
  readonly dropoutLayers: number[] = []
  floats: number
  readonly #model: ModelSpec
  readonly #batchSize: number
  /** Where the next layer's parameters lie. */
  #parameters = 0
  #layers = 0

  constructor(model: ModelSpec, batchSize: number, floats: number) {
    this.#model = model
    this.#batchSize = batchSize
    this.floats = floats
  }

  /** Plans the first of the remaining layers and those that it takes in. @returns how many they are */
  plan(rest: readonly LayerShape[]): number {
    const [shaped] = rest
    if (shaped === undefined) return 0
    const { layer } = shaped
    switch (layer.type) {
      case 'conv2d':
        return this.#done(rest, this.#convolution(shaped, layer, rest))
      case 'maxPool2d':
      case 'averagePool2d':
        return this.#done(rest, this.#pool(shaped, layer, rest))
      case 'dense':
        return this.#done(rest, this.#dense(shaped, layer, rest))
      case 'dropout':
        return this.#done(rest, this.#dropout(shaped, layer.rate, rest))
      case 'batchNorm':
        return this.#done(rest, this.#batchNorm(shaped, layer, rest))
      case 'relu':
      case 'tanh':
      case 'sigmoid':
        return this.#done(rest, this.#activate(shaped, layer.type))
      case 'flatten':
        return this.#done(rest, 1)
      default:
        return assertNever(layer)
    }
  }

  /** Floats of memory. @returns where they begin */
  reserve(floats: number): number {
    const offset = this.floats
    this.floats += floats
    return offset
  }

  /** What the operation before wrote; the images as floats where there is none. */
  last(): Tensor {
    const before = this.operations.at(-1)
    if (before !== undefined) return before.output
    const output = this.#tensor(this.#model.inputShape, 'none', false)
    this.operations.push({ kind: 'normalise', name: 'op0', inputShape: this.#model.inputShape, output })
    return output
  }

  #convolution(
    shaped: LayerShape,
    layer: Extract<LayerSpec, { readonly type: 'conv2d' }>,
    rest: readonly LayerShape[]
  ): number {
    const input = this.operations.length === 0 ? 'bytes' : this.last()
    const inputShape = image(shaped.input)
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
      outputShape: image(last.output),
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

  #pool(
    shaped: LayerShape,
    layer: Extract<LayerSpec, { readonly type: 'maxPool2d' | 'averagePool2d' }>,
    rest: readonly LayerShape[]
  ): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    const output = this.#tensor(shaped.output, activation, false)
    const mode = layer.type === 'maxPool2d' ? 'max' : 'average'
    this.operations.push({
      kind: 'pool',
      name: this.#name(),
      mode,
      input,
      inputShape: image(shaped.input),
      outputShape: image(shaped.output),
      size: layer.poolSize,
      strides: layer.strides,
      winners: mode === 'max' ? this.reserve(this.#batchSize * output.volume) : undefined,
      output
    })
    return consumed(activation)
  }

  #dense(
    shaped: LayerShape,
    layer: Extract<LayerSpec, { readonly type: 'dense' }>,
    rest: readonly LayerShape[]
  ): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    this.operations.push({
      kind: 'dense',
      name: this.#name(),
      input,
      inputs: volume(shaped.input),
      units: layer.units,
      weights: this.#parameters,
      output: this.#tensor(shaped.output, activation, true)
    })
    return consumed(activation)
  }

  #dropout(shaped: LayerShape, rate: number, rest: readonly LayerShape[]): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    const key = this.dropoutLayers.push(this.#layers) - 1
    const output = this.#tensor(shaped.output, activation, false)
    this.operations.push({ kind: 'dropout', name: this.#name(), input, rate, key, output })
    return consumed(activation)
  }

  #batchNorm(
    shaped: LayerShape,
    layer: Extract<LayerSpec, { readonly type: 'batchNorm' }>,
    rest: readonly LayerShape[]
  ): number {
    const input = this.last()
    const activation = activationAt(rest, 1)
    const channels = shaped.output[shaped.output.length - 1] ?? 1
    this.operations.push({
      kind: 'batchNorm',
      name: this.#name(),
      input,
      channels,
      momentum: layer.momentum,
      epsilon: layer.epsilon,
      gamma: this.#parameters,
      beta: this.#parameters + channels,
      movingMean: this.#parameters + 2 * channels,
      movingVariance: this.#parameters + 3 * channels,
      statistics: this.reserve(4 * channels),
      output: this.#tensor(shaped.output, activation, true)
    })
    return consumed(activation)
  }

  #activate(shaped: LayerShape, activation: Activation): number {
    const input = this.last()
    const output = this.#tensor(shaped.output, activation, false)
    this.operations.push({ kind: 'activate', name: this.#name(), input, output })
    return 1
  }

  /** @param trained whether the operation has parameters of its own, or else it needs a gradient only for those below */
  #tensor(shape: Shape, activation: Activation, trained: boolean): Tensor {
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

  #done(rest: readonly LayerShape[], layers: number): number {
    this.#layers += layers
    for (const { parameters } of rest.slice(0, layers)) {
      for (const { shape } of parameters) this.#parameters += volume(shape)
    }
    return layers
  }
}

interface FusedPooling {
  readonly size: Size
  readonly strides: Size
  /** Layers that the convolution has taken in so far, itself included. */
  readonly layers: number
  /** ReLU between the two: the largest of rectified values is the rectified largest. */
  readonly activation: 'relu' | undefined
}

/** The max pooling behind a convolution that can be computed with it: its windows must not overlap. */
function fusedPooling(rest: readonly LayerShape[]): FusedPooling {
  const rectified = rest[1]?.layer.type === 'relu'
  const pool = rest[rectified ? 2 : 1]?.layer
  if (pool?.type !== 'maxPool2d') return { size: [1, 1], strides: [1, 1], layers: 1, activation: undefined }
  const { poolSize, strides } = pool
  const apart = strides[0] >= poolSize[0] && strides[1] >= poolSize[1]
  if (!apart || volume(poolSize) > maxFusedWindow) {
    return { size: [1, 1], strides: [1, 1], layers: 1, activation: undefined }
  }
  return { size: poolSize, strides, layers: rectified ? 3 : 2, activation: rectified ? 'relu' : undefined }
}

/** The activation at this place among the layers, if there is one. */
function activationAt(rest: readonly LayerShape[], index: number): Activation {
  const layer = rest[index]?.layer
  return layer?.type === 'relu' || layer?.type === 'tanh' || layer?.type === 'sigmoid' ? layer.type : 'none'
}

/** Layers that went into an operation of one layer and perhaps an activation. */
function consumed(activation: Activation): number {
  return activation === 'none' ? 1 : 2
}

function image(shape: Shape): ImageShape {
  if (shape.length === 3) return shape
  throw new Error('a layer of images was planned for flat values')
}
