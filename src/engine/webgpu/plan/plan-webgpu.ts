// Over 300 lines: every tensor is placed once, in one pass over the layers.
import type { CompileRequest } from '../../../core/engine/engine'
import { imageSource } from '../../../core/layers/layer-kind'
import { inferShapes } from '../../../core/model/infer-shapes'
import { dropoutMask } from '../../../core/layers/dropout'
import type { RandomMask } from '../../../core/layers/layer-draws'
import { type PoolingType, poolingWindows } from '../../../core/layers/pooling-window'
import { matrixSides } from '../../../core/layers/matrix-sides'
import { channelCount, spatialShape, type Shape, type SpatialShape, volume } from '../../../core/layers/shape'
import {
  activationOf,
  type ActivationType,
  isActivation,
  type LayerShape,
  type LayerSpec,
  type LayerType
} from '../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../core/model/model-spec'
import {
  movesMatrices,
  type OptimizerSpec,
  optimizerStateNames
} from '../../../core/optimizers/optimizer-kinds'
import { required } from '../../../core/base/required'
import type { LayerTable } from '../../shared/layer-table'
import { NetworkGraph } from '../../shared/network-graph'
import { learningRanges } from './learning-ranges'
import {
  type Clipping,
  type FusedActivation,
  type MatrixPlaces,
  type WebgpuPlan,
  type PlannedOperation,
  type PlannedRegion,
  squaredFloats,
  type WindowSize,
  type PlacedTensor
} from './plan'
import { region } from './region'

/** Images whose gradients one workgroup of a convolution sums up; fixed, because it fixes the order of summation. */
export const chunkImages = 8
/** Pixels of a pooling window. A larger one needs too many registers, and is pooled by a kernel of its own. */
const maxFusedWindow = 9

/** Where regions lie that share their places. */
export interface SharedRegions {
  readonly offsets: ReadonlyMap<string, number>
  /** Where the last of them ends. */
  readonly end: number
}

/** What of a request's loss and gradients needs a place in memory. */
export type PlannedObjective = Pick<CompileRequest, 'classWeights' | 'clipNorm'>

/**
 * Fuses layers to operations and gives everything its place in memory.
 * @param shared by name; without it, each region lies behind the one before
 */
export function planWebgpu(
  model: ModelSpec,
  optimizer: OptimizerSpec,
  batchSize: number,
  { classWeights, clipNorm = 0 }: PlannedObjective = {},
  shared?: SharedRegions
): WebgpuPlan {
  const graph = new NetworkGraph(inferShapes(model))
  const parameters = graph.shapes.reduce((sum, shape) => sum + parameterFloats(shape), 0)
  const held = parameters * (1 + optimizerStateNames(optimizer).length)
  const table = clipNorm === 0 ? held : held + parameters
  const begin = classWeights === undefined ? table : table + 2 * classWeights.length
  const matrices = movesMatrices(optimizer) ? { held: clipNorm > 0 } : undefined
  const planner = new Planner(graph, model.inputShape, batchSize, begin, matrices, shared?.offsets)
  const logits = planner.plan()
  const imageLosses = planner.reserve(region.imageLosses, batchSize)
  const clipping = clipNorm === 0 ? undefined : planClipping(planner, clipNorm, held)
  return {
    operations: planner.operations,
    inputShape: model.inputShape,
    batchSize,
    classes: logits.volume,
    logits,
    parameters,
    imageLosses,
    classWeights: classWeights === undefined ? undefined : table,
    clipping,
    keyedLayers: planner.keyedLayers,
    regions: planner.regions,
    floats: shared?.end ?? planner.floats
  }
}

function planClipping(planner: Planner, norm: number, held: number): Clipping {
  const chunks = learningRanges(planner.operations).map(({ count }) => Math.ceil(count / squaredFloats))
  const squares = chunks.reduce((sum, count) => sum + count, 0)
  return {
    norm,
    held,
    squares: planner.reserve(region.squares, squares),
    factor: planner.reserve(region.clipFactor, 1)
  }
}

/** A layer's place in the network, and where its parameters begin. */
interface LayerPlace {
  readonly at: number
  readonly parameters: number
}

/** What an operation makes, and the layer whose output that is: it may take in those behind its own. */
interface Planned {
  readonly output: PlacedTensor
  readonly last: number
}

class Planner {
  readonly operations: PlannedOperation[] = []
  readonly keyedLayers: number[] = []
  readonly regions: PlannedRegion[] = []
  floats: number
  readonly #shared: ReadonlyMap<string, number> | undefined
  readonly #graph: NetworkGraph
  readonly #inputShape: SpatialShape
  readonly #batchSize: number
  /** How matrices move as a whole; undefined where each weight moves by itself. */
  readonly #matrices: Pick<MatrixPlaces, 'held'> | undefined
  /** Of each output, what those that read it get: in their order, as far as they are still to come. */
  readonly #handedOut = new Map<number, PlacedTensor[]>()
  readonly #takenIn = new Set<number>()
  /** The image as floats, once a layer has asked for it. */
  #image: PlacedTensor | undefined
  readonly #planned: LayerTable<Planned, [place: LayerPlace]> = {
    conv2d: (shaped, place) => this.#convolution(shaped, place),
    depthwiseConv2d: (shaped, place) => this.#depthwise(shaped, place),
    maxPool2d: (shaped, place) => this.#pool(shaped, place, true),
    averagePool2d: (shaped, place) => this.#pool(shaped, place, false),
    globalMaxPool2d: (shaped, place) => this.#pool(shaped, place, true),
    globalAveragePool2d: (shaped, place) => this.#pool(shaped, place, false),
    zeroPadding2d: (shaped, place) => this.#pad(shaped, place),
    batchNorm: (shaped, place) => this.#standardise(shaped, place),
    dropout: (shaped, place) => this.#mask(shaped, dropoutMask(shaped.layer.rate), place),
    // An image lies as a row already.
    flatten: (shaped, { at }) => ({ output: { ...this.#input(shaped), shape: shaped.output }, last: at }),
    dense: (shaped, place) => this.#dense(shaped, place),
    add: (shaped, place) => this.#merge('add', shaped, place),
    concatenate: (shaped, place) => this.#merge('concatenate', shaped, place),
    scale: (shaped, place) => this.#activate(shaped, place),
    relu: (shaped, place) => this.#activate(shaped, place),
    leakyRelu: (shaped, place) => this.#activate(shaped, place),
    relu6: (shaped, place) => this.#activate(shaped, place),
    tanh: (shaped, place) => this.#activate(shaped, place),
    sigmoid: (shaped, place) => this.#activate(shaped, place),
    silu: (shaped, place) => this.#activate(shaped, place),
    gelu: (shaped, place) => this.#activate(shaped, place),
    geluTanh: (shaped, place) => this.#activate(shaped, place)
  }

  constructor(
    graph: NetworkGraph,
    inputShape: SpatialShape,
    batchSize: number,
    floats: number,
    matrices: Pick<MatrixPlaces, 'held'> | undefined,
    shared: ReadonlyMap<string, number> | undefined
  ) {
    this.#shared = shared
    this.#graph = graph
    this.#inputShape = inputShape
    this.#batchSize = batchSize
    this.#matrices = matrices
    this.floats = floats
  }

  /** Plans layer after layer. @returns what the last makes: the scores */
  plan(): PlacedTensor {
    let parameters = 0
    let latest: PlacedTensor | undefined
    this.#graph.shapes.forEach((shaped, at) => {
      if (!this.#takenIn.has(at)) {
        const { output, last } = this.#planLayer(shaped, { at, parameters })
        latest = output
        for (let next = at; next !== last;) {
          next = required(this.#graph.onlyReader(next), 'a layer that is taken in')
          this.#takenIn.add(next)
        }
        this.#handOut(last, output)
      }
      parameters += parameterFloats(shaped)
    })
    return required(latest, 'an operation that gives the scores')
  }

  #planLayer<T extends LayerType>(shaped: LayerShape<T>, place: LayerPlace): Planned {
    return this.#planned[shaped.layer.type](shaped, place)
  }

  /** Gives a region its place. @returns where it begins */
  reserve(name: string, floats: number): number {
    const offset =
      this.#shared === undefined ? this.floats : required(this.#shared.get(name), `a place for the ${name}`)
    this.regions.push({ name, offset, floats })
    this.floats += floats
    return offset
  }

  /** Where several layers read a tensor, each but the first gets a gradient of its own, and an operation adds these up. */
  #handOut(source: number, tensor: PlacedTensor): void {
    const [, ...others] = this.#graph.readers(source)
    const copies = others.map((_, i) => {
      const gradientName = `${this.#name()} for reader ${i + 2}`
      const gradient =
        tensor.gradient === undefined
          ? undefined
          : this.reserve(region.gradient({ gradientName }), this.#batchSize * tensor.volume)
      return { ...tensor, gradientName, gradient }
    })
    this.#handedOut.set(source, [tensor, ...copies])
    if (tensor.gradient === undefined || copies.length === 0) return
    this.operations.push({ kind: 'fork', name: this.#name(), output: tensor, copies })
  }

  /** What a layer gets of one that it reads; of the image, floats. */
  #take(source: number): PlacedTensor {
    if (source !== imageSource) {
      return required(this.#handedOut.get(source)?.shift(), 'the output of a layer before')
    }
    if (this.#image !== undefined) return this.#image
    const output = this.#tensor(this.#inputShape, 'none', false)
    this.operations.push({ kind: 'normalise', name: this.#name(), inputShape: this.#inputShape, output })
    this.#image = output
    return output
  }

  /** The first of a layer's inputs. */
  #input({ sources }: LayerShape): PlacedTensor {
    return this.#take(required(sources[0], 'an input of each layer'))
  }

  #convolution(shaped: LayerShape<'conv2d'>, { at, parameters }: LayerPlace): Planned {
    const { layer } = shaped
    const input = shaped.sources[0] === imageSource ? 'bytes' : this.#input(shaped)
    const inputShape = spatialShape(shaped.input)
    const pooling = this.#fusedPooling(at)
    const behind = this.#activationBehind(pooling.last)
    const activation = pooling.activation ?? behind.activation
    const last = pooling.activation === undefined ? behind.last : pooling.last
    const { output: outputShape } = this.#graph.shape(pooling.last)
    const output = this.#tensor(outputShape, activation, this.#graph.needsGradient(at))
    const values = this.#batchSize * output.volume
    const rows = layer.kernelSize[0] * layer.kernelSize[1] * inputShape[2] + 1
    const chunks = Math.ceil(this.#batchSize / chunkImages)
    this.operations.push({
      kind: 'convolution',
      name: this.#name(),
      input,
      inputShape,
      outputShape: spatialShape(outputShape),
      kernelSize: layer.kernelSize,
      strides: layer.strides,
      padding: layer.padding,
      pool: { size: pooling.size, strides: pooling.strides },
      weights: parameters,
      learns: this.#graph.learns(at),
      winners: volume(pooling.size) > 1 ? this.reserve(region.winners(this.#name()), values) : undefined,
      partials:
        chunks > 1 && this.#graph.learns(at)
          ? this.reserve(region.partials(this.#name()), chunks * rows * layer.filters)
          : undefined,
      matrix: this.#matrix(shaped, at),
      output
    })
    return { output, last }
  }

  #depthwise(shaped: LayerShape<'depthwiseConv2d'>, { at, parameters }: LayerPlace): Planned {
    const { multiplier, kernelSize, strides, padding } = shaped.layer
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({
      kind: 'depthwise',
      name: this.#name(),
      input,
      inputShape: spatialShape(shaped.input),
      outputShape: spatialShape(shaped.output),
      multiplier,
      kernelSize,
      strides,
      padding,
      weights: parameters,
      learns: this.#graph.learns(at),
      output
    })
    return { output, last }
  }

  /** @param largest whether the largest value of each window is taken, or else the mean */
  #pool(shaped: LayerShape<PoolingType>, { at }: LayerPlace, largest: boolean): Planned {
    const { size, strides, output: outputShape } = poolingWindows(shaped)
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({
      kind: 'pool',
      name: this.#name(),
      input,
      inputShape: spatialShape(shaped.input),
      outputShape,
      size,
      strides,
      winners: largest
        ? this.reserve(region.winners(this.#name()), this.#batchSize * output.volume)
        : undefined,
      output
    })
    return { output, last }
  }

  #pad(shaped: LayerShape<'zeroPadding2d'>, { at }: LayerPlace): Planned {
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({
      kind: 'pad',
      name: this.#name(),
      input,
      inputShape: spatialShape(shaped.input),
      outputShape: spatialShape(shaped.output),
      above: shaped.layer.rows[0],
      left: shaped.layer.columns[0],
      output
    })
    return { output, last }
  }

  #dense(shaped: LayerShape<'dense'>, { at, parameters }: LayerPlace): Planned {
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({
      kind: 'dense',
      name: this.#name(),
      input,
      inputs: volume(shaped.input),
      units: shaped.layer.units,
      weights: parameters,
      learns: this.#graph.learns(at),
      matrix: this.#matrix(shaped, at),
      output
    })
    return { output, last }
  }

  /** Places for the kernel of the operation that is being planned. */
  #matrix({ parameters }: LayerShape, at: number): MatrixPlaces | undefined {
    if (this.#matrices === undefined || !this.#graph.learns(at)) return undefined
    const { inputs, outputs } = required(
      matrixSides(required(parameters[0], 'a kernel')),
      'a kernel that is a matrix'
    )
    const side = Math.min(inputs, outputs)
    const name = this.#name()
    const values = (half: number): number => this.reserve(region.directions(name, half), inputs * outputs)
    return {
      values: [values(0), values(1)],
      gram: this.reserve(region.gram(name), side * side),
      mix: this.reserve(region.mix(name), side * side),
      held: this.#matrices.held
    }
  }

  #mask(shaped: LayerShape, mask: RandomMask, { at }: LayerPlace): Planned {
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const key = this.keyedLayers.push(at) - 1
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({ kind: 'mask', name: this.#name(), input, mask, key, output })
    return { output, last }
  }

  #standardise(shaped: LayerShape<'batchNorm'>, { at, parameters }: LayerPlace): Planned {
    const input = this.#input(shaped)
    const { activation, last } = this.#activationBehind(at)
    const channels = channelCount(shaped.output)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({
      kind: 'standardise',
      name: this.#name(),
      input,
      channels,
      momentum: shaped.layer.momentum,
      epsilon: shaped.layer.epsilon,
      learns: this.#graph.learns(at),
      gamma: parameters,
      beta: parameters + channels,
      movingMean: parameters + 2 * channels,
      movingVariance: parameters + 3 * channels,
      statistics: this.reserve(region.statistics(this.#name()), 2 * channels),
      sums: this.reserve(region.sums(this.#name()), 2 * channels),
      output
    })
    return { output, last }
  }

  #merge(kind: 'add' | 'concatenate', shaped: LayerShape, { at }: LayerPlace): Planned {
    const inputs = shaped.sources.map((source) => this.#take(source))
    const { activation, last } = this.#activationBehind(at)
    const output = this.#tensor(shaped.output, activation, this.#graph.needsGradient(at))
    this.operations.push({ kind, name: this.#name(), inputs, output })
    return { output, last }
  }

  #activate(shaped: LayerShape<ActivationType>, { at }: LayerPlace): Planned {
    const input = this.#input(shaped)
    const { layer } = shaped
    const needsGradient = this.#graph.needsGradient(at)
    if (canFuse(layer)) {
      const output = this.#tensor(shaped.output, layer, needsGradient)
      this.operations.push({ kind: 'activate', name: this.#name(), input, output })
      return { output, last: at }
    }
    const output = this.#tensor(shaped.output, 'none', needsGradient)
    this.operations.push({ kind: 'curve', name: this.#name(), input, layer, output })
    return { output, last: at }
  }

  /** The max pooling behind a convolution that can be computed with it: its windows must not overlap. */
  #fusedPooling(at: number): FusedPooling {
    const none = { size: [1, 1], strides: [1, 1], last: at, activation: undefined } as const
    const next = this.#graph.onlyReader(at)
    const relu = next === undefined ? undefined : this.#graph.shape(next).layer
    const activation = relu?.type === 'relu' ? relu : undefined
    const last = activation === undefined || next === undefined ? next : this.#graph.onlyReader(next)
    const pool = last === undefined ? undefined : this.#graph.shape(last).layer
    if (last === undefined || pool?.type !== 'maxPool2d') return none
    const { poolSize, strides } = pool
    const apart = strides[0] >= poolSize[0] && strides[1] >= poolSize[1]
    return apart && volume(poolSize) <= maxFusedWindow ? { size: poolSize, strides, last, activation } : none
  }

  /** The activation behind a layer that the layer's operation can take in, and the last layer that it then computes. */
  #activationBehind(at: number): { readonly activation: FusedActivation; readonly last: number } {
    const next = this.#graph.onlyReader(at)
    const layer = next === undefined ? undefined : this.#graph.shape(next).layer
    const fuses = layer !== undefined && isActivation(layer) && canFuse(layer)
    return next !== undefined && fuses ? { activation: layer, last: next } : { activation: 'none', last: at }
  }

  #tensor(shape: Shape, activation: FusedActivation, needsGradient: boolean): PlacedTensor {
    const size = volume(shape)
    const names = { name: this.#name(), gradientName: this.#name() }
    return {
      ...names,
      shape,
      volume: size,
      values: this.reserve(region.values(names), this.#batchSize * size),
      activation,
      gradient: needsGradient ? this.reserve(region.gradient(names), this.#batchSize * size) : undefined
    }
  }

  #name(): string {
    return `op${this.operations.length}`
  }
}

interface FusedPooling {
  readonly size: WindowSize
  readonly strides: WindowSize
  /** The pooling layer; the convolution itself where there is none. */
  readonly last: number
  /** ReLU between the two: the largest of rectified values is the rectified largest. */
  readonly activation: LayerSpec<'relu'> | undefined
}

/** Only the result is kept of an activation that is fused. */
function canFuse(layer: LayerSpec<ActivationType>): boolean {
  return activationOf(layer).slopeFrom !== 'input'
}

function parameterFloats({ parameters }: LayerShape): number {
  return parameters.reduce((sum, { shape }) => sum + volume(shape), 0)
}
