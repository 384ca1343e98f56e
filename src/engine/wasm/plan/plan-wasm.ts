// Over 300 lines: every buffer is placed once, in one pass over the layers that shares its position and its offsets.
import { inferShapes } from '../../../core/model/infer-shapes'
import { dropoutMask } from '../../../core/layers/dropout'
import type { RandomMask } from '../../../core/layers/layer-draws'
import { channelCount, spatialShape, volume } from '../../../core/layers/shape'
import {
  activationOf,
  type ActivationType,
  isActivation,
  kindOf,
  type LayerShape,
  type LayerSpec,
  type LayerType
} from '../../../core/layers/layer-kinds'
import type { CompileRequest } from '../../../core/engine/engine'
import { LabError } from '../../../core/base/lab-error'
import type { ModelSpec } from '../../../core/model/model-spec'
import { pixelTransforms } from '../../../core/model/pixel-range'
import { optimizerStateNames } from '../../../core/optimizers/optimizer-kinds'
import { required } from '../../../core/base/required'
import { formatCount } from '../../../core/format/format-number'
import { align, Arena, cacheLine } from './arena'
import { backwardKind } from './backward-kind'
import { maxParts } from './batch-parts'
import { convolutionSizes, largestPooledWindow, listBytes } from './convolution-sizes'
import { hyperparameterBytes } from './hyperparameters'
import { imageView } from './image-view'
import { placeStandardise, vectorBytes } from './place-standardise'
import type {
  ConvolutionStage,
  ImageNode,
  ImageStage,
  Mask,
  MemoryPlace,
  WasmPlan,
  PooledOutput,
  Rows,
  RowStage,
  Standardise
} from './plan'
import { suitsPlanes } from './suits-planes'

/** Outputs of a dense layer that are computed together: two vectors. */
export const panelFloats = 8
/** Images that dense layers take together, so that each weight is loaded once for all of them. */
const blockImages = 6
/** Rows this far apart, or a multiple of it, share so few sets of a cache that a batch of them would not stay there. */
const crowdedBytes = 512
const largestMemory = 3 * 2 ** 30

/** What a plan depends on besides the number of threads. */
type PlanRequest = Pick<CompileRequest, 'model' | 'optimizer' | 'batchSize' | 'seed'>

/**
 * Places every buffer of a network once.
 * @throws LabError 'invalid-input' for a network that cannot be trained, or not in the memory of a WebAssembly module
 */
export function planWasm(request: PlanRequest, threads: number): WasmPlan {
  return new Planner(request, threads).plan()
}

/** One class, although long: every stage takes its buffers from the same arenas. */
class Planner {
  readonly #model: ModelSpec
  readonly #batchSize: number
  readonly #threads: number
  /** Values that the optimizer keeps for each weight. */
  readonly #stateArrays: number
  readonly #seed: number
  readonly #shapes: readonly LayerShape[]
  readonly #flattenAt: number
  /** Whether images wait for one another, so that what they need is kept for all of the batch. */
  readonly #waits: boolean
  readonly #image = new Arena()
  readonly #thread = new Arena()
  readonly #parameters = new Arena()
  readonly #gradients = new Arena()
  readonly #batch = new Arena()
  readonly #copies = new Arena()
  readonly #imageStages: ImageStage[] = []
  readonly #rowStages: RowStage[] = []
  #hasWeights = false
  readonly #parts: { readonly [T in LayerType]: LayerPart<T> } = {
    conv2d: {
      sizes: ({ layer, input }, at) => {
        const sizes = convolutionSizes(layer, channelCount(input))
        const turned = backwardKind(this.#shapes, at).border !== undefined
        return {
          parameters: [sizes.kernelBytes, sizes.biasBytes],
          copies: [sizes.forwardBytes, ...(turned ? [sizes.backwardBytes] : [])]
        }
      },
      image: (shape, place) => this.#planConvolution(shape, place),
      rows: outOfPlace
    },
    maxPool2d: {
      sizes: noWeights,
      image: (shape, place) => this.#pool('maxPool', shape, place),
      rows: outOfPlace
    },
    averagePool2d: {
      sizes: noWeights,
      image: (shape, place) => this.#pool('averagePool', shape, place),
      rows: outOfPlace
    },
    batchNorm: {
      sizes: ({ input, parameters }) => ({
        parameters: parameters.map(() => vectorBytes({ channels: channelCount(input) })),
        copies: []
      }),
      image: (shape, { at, input, bases }) => {
        const stage = this.#standardise(shape, bases)
        const output = this.#imageNode(at + 1, spatialShape(shape.output), at + 1, 'image')
        this.#imageStages.push({ ...stage, input, output })
        return { output, layers: 1 }
      },
      rows: (shape, { input, bases }) => {
        const needsInputGradient = this.#hasWeights
        const stage = this.#standardise(shape, bases)
        const output = this.#rows(bases, input.length, true)
        this.#rowStages.push({ ...stage, input, output, needsInputGradient })
        return output
      }
    },
    dropout: {
      sizes: noWeights,
      image: (shape, place) => {
        const output = this.#imageByValue(shape, place)
        const stage = this.#mask(shape.layer, dropoutMask(shape.layer.rate), place.at)
        this.#imageStages.push({ ...stage, input: place.input, output })
        return { output, layers: 1 }
      },
      rows: ({ layer }, place) => {
        const output = this.#rowByValue(place)
        const stage = this.#mask(layer, dropoutMask(layer.rate), place.at)
        this.#rowStages.push({ ...stage, input: place.input, output, needsInputGradient: this.#hasWeights })
        return output
      }
    },
    // An image lies as a row already.
    flatten: { sizes: noWeights, image: outOfPlace, rows: (_, { input }) => input },
    dense: {
      sizes: ({ layer, input }) => {
        const outputs = align(layer.units, panelFloats)
        return { parameters: [volume(input) * outputs * 4, outputs * 4], copies: [] }
      },
      image: outOfPlace,
      rows: (shape, place) => this.#planDense(shape, place)
    },
    relu: this.#activationPart(),
    leakyRelu: this.#activationPart(),
    relu6: this.#activationPart(),
    tanh: this.#activationPart(),
    sigmoid: this.#activationPart(),
    silu: this.#activationPart(),
    gelu: this.#activationPart(),
    geluTanh: this.#activationPart()
  }

  constructor({ model, optimizer, batchSize, seed }: PlanRequest, threads: number) {
    this.#stateArrays = optimizerStateNames(optimizer).length
    this.#seed = seed
    this.#model = model
    this.#batchSize = batchSize
    this.#threads = threads
    this.#shapes = inferShapes(model)
    this.#flattenAt = model.layers.findIndex((layer) => layer.type === 'flatten')
    this.#waits = this.#shapes.some(({ layer, input }) => kindOf(layer).statisticValues(input) !== undefined)
    if (this.#flattenAt < 0) {
      throw new LabError(
        'invalid-input',
        'The network does not end in one score for each class.',
        'Add a flatten layer and a dense layer with as many units as there are classes.'
      )
    }
  }

  plan(): WasmPlan {
    const control = new Arena(cacheLine)
    const controlBlock = {
      phase: control.allocate(4),
      done: control.allocate(4),
      sleepers: control.allocate(4),
      claimed: control.allocate(4 * this.#threads),
      command: control.allocate(36),
      hyperparameters: control.allocate(hyperparameterBytes)
    }
    const begin = align(control.bytes, 1024)
    const bases = this.#bases(begin)
    const input = this.#imageNode(0, this.#model.inputShape, 0)
    const planes = this.#allocate('thread', volume(this.#model.inputShape) * 4 + cacheLine)
    this.#planImages(input, bases)
    const features = this.#rows(bases, volume(this.#shape(this.#flattenAt).input), this.#waits, cacheLine)
    const logits = this.#planRows(features, bases)
    const featureGradientBytes = features.stride * blockImages
    const imageBytes = align(this.#image.bytes, cacheLine)
    const imageOffset = align(this.#thread.bytes, cacheLine)
    const featureGradientOffset = imageOffset + (this.#waits ? 0 : imageBytes * blockImages)
    const losses = bases.batch + this.#batch.allocate(this.#batchSize * 4)
    const batchImages = this.#waits
      ? bases.batch + this.#batch.allocate(this.#batchSize * imageBytes)
      : undefined
    const partBytes = align(this.#gradients.bytes, cacheLine)
    const address = align(bases.batch + this.#batch.bytes, 4096)
    const scratch = align(address + partBytes * maxParts, 4096)
    const threadBytes = align(featureGradientOffset + featureGradientBytes, 4096) + cacheLine
    const bytes = scratch + threadBytes * this.#threads + cacheLine
    if (bytes > largestMemory) {
      throw new LabError(
        'invalid-input',
        `The network needs ${formatCount(bytes / 2 ** 20)} MB at batch size ${this.#batchSize}, more than the engine can address.`,
        'Choose a smaller batch size or a smaller network.'
      )
    }
    return {
      inputShape: this.#model.inputShape,
      pixels: pixelTransforms(this.#model),
      classes: logits.length,
      batchSize: this.#batchSize,
      threads: this.#threads,
      blockImages,
      input,
      planes,
      imageStages: this.#imageStages,
      features,
      rowStages: this.#rowStages,
      logits,
      weightBytes: bases.weightBytes,
      control: controlBlock,
      losses,
      parts: { address, bytes: partBytes },
      scratch: { address: scratch, threadBytes, imageOffset, featureGradientOffset },
      imageBytes,
      batchImages,
      bytes
    }
  }

  /** Sizes of weights and their copies are known ahead, so that one address space holds one after the other. */
  #bases(begin: number): Bases {
    const weights = new Arena()
    const copies = new Arena()
    this.#shapes.forEach((shape, at) => {
      const sizes = this.#sizes(shape, at)
      for (const bytes of sizes.parameters) weights.allocate(bytes)
      for (const bytes of sizes.copies) copies.allocate(bytes)
    })
    const weightBytes = weights.bytes
    const copiesBase = begin + (1 + this.#stateArrays) * weightBytes
    return { weights: begin, weightBytes, copies: copiesBase, batch: copiesBase + copies.bytes }
  }

  #sizes<T extends LayerType>(shape: LayerShape<T>, at: number): WeightSizes {
    return this.#parts[shape.layer.type].sizes(shape, at)
  }

  #planImages(input: ImageNode, bases: Bases): void {
    let node = input
    for (let at = 0; at < this.#flattenAt;) {
      const planned = this.#planImage(this.#shape(at), { at, input: node, bases })
      node = planned.output
      at += planned.layers
    }
  }

  #planImage<T extends LayerType>(shape: LayerShape<T>, place: ImagePlace): PlannedImage {
    return this.#parts[shape.layer.type].image(shape, place)
  }

  #pool(
    kind: 'maxPool' | 'averagePool',
    { layer, output }: LayerShape<'maxPool2d' | 'averagePool2d'>,
    { at, input }: ImagePlace
  ): PlannedImage {
    const shape = spatialShape(output)
    const pooled = this.#imageNode(at + 1, shape, at + 1)
    this.#imageStages.push({
      kind,
      name: layer.name,
      size: layer.poolSize,
      strides: layer.strides,
      input,
      output: pooled,
      winners: this.#allocate('image', kind === 'maxPool' ? volume(shape) * 4 + 16 : 0)
    })
    return { output: pooled, layers: 1 }
  }

  /** The image that a layer makes which works value by value: its input, if that may be overwritten. */
  #imageByValue({ output }: LayerShape, { at, input }: ImagePlace): ImageNode {
    return this.#inPlace(at) ? input : this.#imageNode(at + 1, spatialShape(output), at + 1)
  }

  #activationPart(): LayerPart<ActivationType> {
    return {
      sizes: noWeights,
      image: (shape, place) => {
        const output = this.#imageByValue(shape, place)
        const { layer } = shape
        this.#imageStages.push({ kind: 'activation', name: layer.name, layer, input: place.input, output })
        return { output, layers: 1 }
      },
      rows: ({ layer }, place) => {
        const output = this.#rowByValue(place)
        const needsInputGradient = this.#hasWeights
        this.#rowStages.push({
          kind: 'activation',
          name: layer.name,
          layer,
          input: place.input,
          output,
          needsInputGradient
        })
        return output
      }
    }
  }

  #mask({ name }: LayerSpec, mask: RandomMask, at: number): Mask {
    return { kind: 'mask', name, mask, layerIndex: at, seed: this.#seed }
  }

  /** A convolution takes along a max pooling whose windows do not overlap, and a ReLU between the two. */
  #planConvolution(
    { layer, output: outputShape }: LayerShape<'conv2d'>,
    { at, input, bases }: ImagePlace
  ): PlannedImage {
    this.#hasWeights = true
    const { layers } = this.#model
    const output = spatialShape(outputShape)
    const relu = layers[at + 1]?.type === 'relu'
    const poolAt = at + (relu ? 2 : 1)
    const poolLayer = layers[poolAt]
    const pools =
      poolLayer?.type === 'maxPool2d' &&
      poolLayer.poolSize[0] === poolLayer.strides[0] &&
      poolLayer.poolSize[1] === poolLayer.strides[1] &&
      volume(poolLayer.poolSize) <= largestPooledWindow
    const sizes = convolutionSizes(layer, input.view.channels)
    const { gradients, border } = backwardKind(this.#shapes, at)
    const stage: ConvolutionStage = {
      kind: 'convolution',
      name: layer.name,
      kernelSize: layer.kernelSize,
      strides: layer.strides,
      filters: layer.filters,
      input,
      output: pools
        ? {
            view: imageView(output, [0, 0]),
            value: this.#allocate('thread', volume(output) * 4 + 16),
            gradient: undefined
          }
        : this.#imageNode(at + 1, output, at + 1, 'thread', border),
      parameters: {
        kernel: bases.weights + this.#parameters.allocate(sizes.kernelBytes),
        bias: bases.weights + this.#parameters.allocate(sizes.biasBytes),
        rowFloats: sizes.rowFloats,
        forwardKernel: bases.copies + this.#copies.allocate(sizes.forwardBytes),
        backwardKernel:
          border === undefined ? undefined : bases.copies + this.#copies.allocate(sizes.backwardBytes),
        kernelGradient: this.#gradients.allocate(sizes.kernelBytes),
        biasGradient: this.#gradients.allocate(sizes.biasBytes)
      },
      pool: pools ? this.#pooledOutput(poolAt, poolLayer.poolSize, relu) : undefined,
      gradients,
      lists: this.#allocate('thread', listBytes(output)),
      fromPlanes: pools && at === 0 && this.#suitsPlanes(layer, poolLayer.poolSize, poolAt)
    }
    this.#imageStages.push(stage)
    return { output: stage.pool?.node ?? stage.output, layers: pools ? poolAt - at + 1 : 1 }
  }

  #suitsPlanes(layer: LayerSpec<'conv2d'>, pool: readonly [number, number], poolAt: number): boolean {
    return suitsPlanes({ ...layer, pool, pooledWidth: spatialShape(this.#shape(poolAt).output)[1] })
  }

  #pooledOutput(at: number, size: readonly [number, number], relu: boolean): PooledOutput {
    const shape = spatialShape(this.#shape(at).output)
    return {
      size,
      relu,
      node: this.#imageNode(at + 1, shape, at + 1),
      winners: this.#allocate('image', volume(shape) * 4 + 16)
    }
  }

  #planRows(features: Rows, bases: Bases): Rows {
    let rows = features
    for (let at = this.#flattenAt + 1; at < this.#shapes.length; at++) {
      rows = this.#planRow(this.#shape(at), { at, input: rows, bases })
    }
    return rows
  }

  #planRow<T extends LayerType>(shape: LayerShape<T>, place: RowPlace): Rows {
    return this.#parts[shape.layer.type].rows(shape, place)
  }

  #planDense({ layer }: LayerShape<'dense'>, { input, bases }: RowPlace): Rows {
    const outputs = align(layer.units, panelFloats)
    const output = this.#rows(bases, layer.units, true)
    this.#rowStages.push({
      kind: 'dense',
      name: layer.name,
      inputs: input.length,
      units: layer.units,
      input,
      output,
      kernel: bases.weights + this.#parameters.allocate(input.length * outputs * 4),
      bias: bases.weights + this.#parameters.allocate(outputs * 4),
      needsInputGradient: this.#hasWeights
    })
    this.#hasWeights = true
    return output
  }

  /** The rows that a layer makes which works value by value: its input, if that may be overwritten. */
  #rowByValue({ at, input, bases }: RowPlace): Rows {
    if (this.#inPlace(at)) return input
    return { ...input, value: bases.batch + this.#batch.allocate(this.#batchSize * input.stride + 16) }
  }

  #standardise({ layer, input }: LayerShape<'batchNorm'>, bases: Bases): Standardise {
    this.#hasWeights = true
    return placeStandardise(layer, input, this.#batchSize, {
      parameter: (bytes) => bases.weights + this.#parameters.allocate(bytes),
      batch: (bytes) => bases.batch + this.#batch.allocate(bytes)
    })
  }

  /**
   * The image that layer `at - 1` makes; the padding of the convolution that reads it decides its border.
   * @param gradients where its gradient lies
   * @param border of an image that no convolution reads
   */
  #imageNode(
    at: number,
    shape: readonly [number, number, number],
    reader: number,
    gradients: 'image' | 'thread' = 'thread',
    border: readonly [number, number] = [0, 0]
  ): ImageNode {
    const { layers } = this.#model
    let next = reader
    while (this.#worksByValue(next) && this.#inPlace(next)) next++
    const layer = layers[next]
    const view = imageView(shape, layer?.type === 'conv2d' ? layer.padding : border)
    // The last image is the row that the dense layers read.
    if (next === this.#flattenAt) {
      return {
        view,
        value: { region: 'features', offset: 0 },
        gradient: this.#hasWeights ? { region: 'featureGradient', offset: 0 } : undefined
      }
    }
    return {
      view,
      value: this.#allocate('image', view.bytes),
      gradient: at > 0 && this.#hasWeights ? this.#allocate(gradients, view.bytes) : undefined
    }
  }

  /** Whether the layer there makes each value of one value: an activation or a mask. */
  #worksByValue(at: number): boolean {
    const layer = this.#model.layers[at]
    return layer !== undefined && kindOf(layer).zeroGradients === 'kept'
  }

  /**
   * Layers that work by value overwrite their input, unless the activation before them needs that to go backward, or
   * they do themselves.
   */
  #inPlace(at: number): boolean {
    const own = this.#model.layers[at]
    if (own !== undefined && isActivation(own) && activationOf(own).slopeFrom === 'input') return false
    const before = this.#model.layers
      .slice(0, at)
      .filter(({ type }) => type !== 'flatten')
      .at(-1)
    return before === undefined || !isActivation(before) || activationOf(before).slopeFrom === 'input'
  }

  #shape(at: number): LayerShape {
    return required(this.#shapes[at], 'a layer')
  }

  /** @param skew bytes more from row to row, where rows would crowd the same sets of a cache */
  #rows(bases: Bases, length: number, hasGradient: boolean, skew = 0): Rows {
    const packed = align(length, panelFloats) * 4
    const stride = packed % crowdedBytes === 0 ? packed + skew : packed
    const bytes = this.#batchSize * stride + 16
    const value = bases.batch + this.#batch.allocate(bytes)
    const gradient = hasGradient ? bases.batch + this.#batch.allocate(bytes) : undefined
    return { length, stride, value, gradient }
  }

  #allocate(region: 'image' | 'thread', bytes: number): MemoryPlace {
    return { region, offset: (region === 'image' ? this.#image : this.#thread).allocate(bytes) }
  }
}

/** Bytes of each parameter, and of each copy of them that a kernel reads. */
interface WeightSizes {
  readonly parameters: readonly number[]
  readonly copies: readonly number[]
}

/** Where a layer stands that works on images: its index, and the image that it gets. */
interface ImagePlace {
  readonly at: number
  readonly input: ImageNode
  readonly bases: Bases
}

interface PlannedImage {
  readonly output: ImageNode
  /** How many layers went into it. */
  readonly layers: number
}

/** As `ImagePlace`, behind the flatten layer. */
interface RowPlace {
  readonly at: number
  readonly input: Rows
  readonly bases: Bases
}

/** What the plan makes of a layer of one type. */
interface LayerPart<T extends LayerType> {
  readonly sizes: (shape: LayerShape<T>, at: number) => WeightSizes
  /** Before the flatten layer. */
  readonly image: (shape: LayerShape<T>, place: ImagePlace) => PlannedImage
  /** Behind it. */
  readonly rows: (shape: LayerShape<T>, place: RowPlace) => Rows
}

const noWeights = (): WeightSizes => ({ parameters: [], copies: [] })

/** `inferShapes` has refused such a network. */
function outOfPlace({ layer }: LayerShape): never {
  throw new Error(`layer ${layer.name} cannot stand on this side of the flatten layer`)
}

interface Bases {
  readonly weights: number
  readonly weightBytes: number
  readonly copies: number
  readonly batch: number
}
