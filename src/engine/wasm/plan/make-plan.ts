// Over 300 lines: every buffer is placed once, in one pass over the layers that shares its position and its offsets.
import { inferShapes } from '../../../core/infer-shapes'
import type { LayerShape, LayerSpec } from '../../../core/layers/layer-kinds'
import { volume } from '../../../core/layers/layer-kind'
import type { CompileRequest } from '../../../core/engine'
import { LabError } from '../../../core/lab-error'
import type { ModelSpec } from '../../../core/model-spec'
import { pixelTransform } from '../../../core/pixel-range'
import { optimizerSlots } from '../../../core/optimizers/optimizer-kinds'
import { suitsPlanes } from '../kernels/convolution-planar'
import { align, Arena, cacheLine } from './arena'
import { backwardKind } from './backward-kind'
import { maxParts } from './batch-parts'
import { convolutionSizes, largestPooledWindow, listBytes } from './convolution-sizes'
import { hyperparameterBytes } from './hyperparameters'
import { imageView } from './image-view'
import { placeBatchNorm, vectorBytes } from './place-batch-norm'
import {
  type BatchNorm,
  type ConvolutionStage,
  type ImageNode,
  type ImageStage,
  isActivation,
  type Place,
  type Plan,
  type PooledOutput,
  type Rows,
  type RowStage
} from './plan'

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
export function makePlan(request: PlanRequest, threads: number): Plan {
  return new Planner(request, threads).plan()
}

/** One class, although long: every stage takes its buffers from the same arenas. */
class Planner {
  readonly #model: ModelSpec
  readonly #batchSize: number
  readonly #threads: number
  /** Values that the optimizer keeps for each weight. */
  readonly #slots: number
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

  constructor({ model, optimizer, batchSize, seed }: PlanRequest, threads: number) {
    this.#slots = optimizerSlots(optimizer).length
    this.#seed = seed
    this.#model = model
    this.#batchSize = batchSize
    this.#threads = threads
    this.#shapes = inferShapes(model)
    this.#flattenAt = model.layers.findIndex((layer) => layer.type === 'flatten')
    this.#waits = model.layers.some((layer) => layer.type === 'batchNorm')
    if (this.#flattenAt < 0) {
      throw new LabError(
        'invalid-input',
        'The network does not end in one score for each class.',
        'Add a flatten layer and a dense layer with as many units as there are classes.'
      )
    }
  }

  plan(): Plan {
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
    const features = this.#rows(
      bases,
      volume(this.#shapes[this.#flattenAt]?.input ?? []),
      this.#waits,
      cacheLine
    )
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
        `The network needs ${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB at batch size ${this.#batchSize}, more than the engine can address.`,
        'Choose a smaller batch size or a smaller network.'
      )
    }
    return {
      inputShape: this.#model.inputShape,
      pixels: pixelTransform(this.#model),
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
      slotBytes: bases.weightBytes,
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
    for (const [at, { layer, input }] of this.#shapes.entries()) {
      if (layer.type === 'conv2d') {
        const sizes = convolutionSizes(layer, input[2] ?? 1)
        weights.allocate(sizes.kernelBytes)
        weights.allocate(sizes.biasBytes)
        copies.allocate(sizes.forwardBytes)
        if (backwardKind(this.#shapes, at).border !== undefined) copies.allocate(sizes.backwardBytes)
      } else if (layer.type === 'dense') {
        const outputs = align(layer.units, panelFloats)
        weights.allocate(volume(input) * outputs * 4)
        weights.allocate(outputs * 4)
      } else if (layer.type === 'batchNorm') {
        for (let i = 0; i < 4; i++) weights.allocate(vectorBytes({ channels: input.at(-1) ?? 1 }))
      }
    }
    const weightBytes = weights.bytes
    const copiesBase = begin + (1 + this.#slots) * weightBytes
    return { weights: begin, weightBytes, copies: copiesBase, batch: copiesBase + copies.bytes }
  }

  #planImages(input: ImageNode, bases: Bases): void {
    const { layers } = this.#model
    let node = input
    for (let i = 0; i < this.#flattenAt; i++) {
      const layer = layers[i]
      const shape = this.#shapes[i]
      if (layer === undefined || shape === undefined) break
      const output = imageShape(shape)
      switch (layer.type) {
        case 'conv2d': {
          this.#hasWeights = true
          const used = this.#planConvolution(i, layer, node, bases)
          this.#imageStages.push(used.stage)
          node = used.stage.pool?.node ?? used.stage.output
          i += used.layers - 1
          break
        }
        case 'maxPool2d':
        case 'averagePool2d': {
          const pooled = this.#imageNode(i + 1, output, i + 1)
          this.#imageStages.push({
            kind: layer.type === 'maxPool2d' ? 'maxPool' : 'averagePool',
            name: layer.name,
            size: layer.poolSize,
            strides: layer.strides,
            input: node,
            output: pooled,
            winners: this.#allocate('image', layer.type === 'maxPool2d' ? volume(output) * 4 + 16 : 0)
          })
          node = pooled
          break
        }
        case 'relu':
        case 'tanh':
        case 'sigmoid': {
          const target = this.#inPlace(i) ? node : this.#imageNode(i + 1, output, i + 1)
          this.#imageStages.push({
            kind: 'activation',
            name: layer.name,
            type: layer.type,
            input: node,
            output: target
          })
          node = target
          break
        }
        case 'dropout': {
          const target = this.#inPlace(i) ? node : this.#imageNode(i + 1, output, i + 1)
          const { name, rate } = layer
          const dropout = { kind: 'dropout', name, rate, layerIndex: i, seed: this.#seed } as const
          this.#imageStages.push({ ...dropout, input: node, output: target })
          node = target
          break
        }
        case 'batchNorm': {
          const norm = this.#batchNorm(layer, shape, bases)
          const normalised = this.#imageNode(i + 1, output, i + 1, 'image')
          this.#imageStages.push({ ...norm, input: node, output: normalised })
          node = normalised
          break
        }
        default:
          throw new Error(`layer ${layer.name} cannot stand before the flatten layer`)
      }
    }
  }

  /** A convolution takes along a max pooling whose windows do not overlap, and a ReLU between the two. */
  #planConvolution(
    at: number,
    layer: LayerSpec & { readonly type: 'conv2d' },
    input: ImageNode,
    bases: Bases
  ): { readonly stage: ConvolutionStage; readonly layers: number } {
    const { layers } = this.#model
    const shape = this.#shapes[at]
    const output = imageShape(shape)
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
    return { stage, layers: pools ? poolAt - at + 1 : 1 }
  }

  #suitsPlanes(
    layer: LayerSpec & { readonly type: 'conv2d' },
    pool: readonly [number, number],
    poolAt: number
  ): boolean {
    return suitsPlanes({ ...layer, pool, pooledWidth: imageShape(this.#shapes[poolAt])[1] })
  }

  #pooledOutput(at: number, size: readonly [number, number], relu: boolean): PooledOutput {
    const shape = imageShape(this.#shapes[at])
    return {
      size,
      relu,
      node: this.#imageNode(at + 1, shape, at + 1),
      winners: this.#allocate('image', volume(shape) * 4 + 16)
    }
  }

  #planRows(features: Rows, bases: Bases): Rows {
    let rows = features
    for (let i = this.#flattenAt + 1; i < this.#model.layers.length; i++) {
      const layer = this.#model.layers[i]
      const shape = this.#shapes[i]
      if (layer?.type === 'dense') {
        const outputs = align(layer.units, panelFloats)
        const output = this.#rows(bases, layer.units, true)
        this.#rowStages.push({
          kind: 'dense',
          name: layer.name,
          inputs: rows.length,
          units: layer.units,
          input: rows,
          output,
          kernel: bases.weights + this.#parameters.allocate(rows.length * outputs * 4),
          bias: bases.weights + this.#parameters.allocate(outputs * 4),
          needsInputGradient: this.#hasWeights
        })
        this.#hasWeights = true
        rows = output
      } else if (layer?.type === 'batchNorm' && shape !== undefined) {
        const needsInputGradient = this.#hasWeights
        const norm = this.#batchNorm(layer, shape, bases)
        const output = this.#rows(bases, rows.length, true)
        this.#rowStages.push({ ...norm, input: rows, output, needsInputGradient })
        rows = output
      } else if (isActivation(layer) || layer?.type === 'dropout') {
        const output = this.#inPlace(i)
          ? rows
          : { ...rows, value: bases.batch + this.#batch.allocate(this.#batchSize * rows.stride + 16) }
        const places = { input: rows, output, needsInputGradient: this.#hasWeights }
        if (layer.type === 'dropout') {
          const { name, rate } = layer
          this.#rowStages.push({ kind: 'dropout', name, rate, layerIndex: i, seed: this.#seed, ...places })
        } else {
          this.#rowStages.push({ kind: 'activation', name: layer.name, type: layer.type, ...places })
        }
        rows = output
      }
    }
    return rows
  }

  #batchNorm(layer: LayerSpec & { readonly type: 'batchNorm' }, shape: LayerShape, bases: Bases): BatchNorm {
    this.#hasWeights = true
    return placeBatchNorm(layer, shape, this.#batchSize, {
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
    while ((isActivation(layers[next]) || layers[next]?.type === 'dropout') && this.#inPlace(next)) next++
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

  /** Activations and dropout overwrite their input, unless that is what the activation before it needs to go backward. */
  #inPlace(at: number): boolean {
    let before = at - 1
    while (this.#model.layers[before]?.type === 'flatten') before--
    return !isActivation(this.#model.layers[before])
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

  #allocate(region: 'image' | 'thread', bytes: number): Place {
    return { region, offset: (region === 'image' ? this.#image : this.#thread).allocate(bytes) }
  }
}

interface Bases {
  readonly weights: number
  readonly weightBytes: number
  readonly copies: number
  readonly batch: number
}

function imageShape(shape: LayerShape | undefined): readonly [number, number, number] {
  if (shape?.output.length !== 3) throw new Error('an image was expected before the flatten layer')
  return shape.output
}
