import type { RandomMask } from '../../../core/layers/layer-draws'
import type { Shape, SpatialShape } from '../../../core/layers/shape'
import type { ActivationType, LayerSpec } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'

export type WindowSize = readonly [number, number]

/** What is applied to an operation's result before it is written: one whose slope follows from its output. */
export type FusedActivation = 'none' | LayerSpec<ActivationType>

/** What an operation writes: f32[batch, volume], in the layout [N, height, width, channels] or [N, features]. */
export interface PlacedTensor {
  /** Of its values: that of the operation that makes them. */
  readonly name: string
  /** Where several read it, each has a gradient of its own. */
  readonly gradientName: string
  readonly shape: Shape
  /** Values of one image. */
  readonly volume: number
  /** Where it begins in the engine's memory, counted in floats, as all offsets are. */
  readonly values: number
  /** The activation that made the values out of the sums. */
  readonly activation: FusedActivation
  /**
   * Where the loss's gradient begins, taken with respect to what went into the activation; undefined where nothing that
   * is trained lies below.
   */
  readonly gradient: number | undefined
}

/** Bytes of the data set, normalised as they are read. */
export type OperationInput = PlacedTensor | 'bytes'

interface Operation {
  /** Of functions and memory regions: `op3`. */
  readonly name: string
  readonly output: PlacedTensor
}

/** What a matrix of weights needs that moves as a whole. */
export interface MatrixPlaces {
  /** f32[inputs, outputs]: the directions of its weights, before and behind a round. */
  readonly values: readonly [number, number]
  /** f32[side, side] of the shorter side: the product of the matrix with itself, and what its values are mixed with. */
  readonly gram: number
  readonly mix: number
  /** Whether gradients are kept until they can be clipped, so that directions are found after that. */
  readonly held: boolean
}

/** Convolution, bias, max pooling and activation at once; a pooling of 1 x 1 where there is none. */
export interface PlannedConvolution extends Operation {
  readonly kind: 'convolution'
  readonly input: OperationInput
  readonly inputShape: SpatialShape
  readonly outputShape: SpatialShape
  readonly kernelSize: WindowSize
  readonly strides: WindowSize
  readonly padding: WindowSize
  readonly pool: { readonly size: WindowSize; readonly strides: WindowSize }
  /** Kernel [kh, kw, in, filters], then bias [filters]: a matrix with one row more than the kernel. */
  readonly weights: number
  /** f32[batch, output volume]: which pixel of its window was the largest; undefined with a window of one pixel. */
  readonly winners: number | undefined
  /** Whether the optimizer moves the weights. */
  readonly learns: boolean
  /**
   * f32[ceil(batch / chunkImages), rows, filters]: gradients of parts of the batch; undefined when one part is all, or
   * where no weights learn.
   */
  readonly partials: number | undefined
  /** Undefined where each weight moves by itself, or none learn. */
  readonly matrix: MatrixPlaces | undefined
}

/** A convolution of each channel by itself. */
export interface PlannedDepthwise extends Operation {
  readonly kind: 'depthwise'
  readonly input: PlacedTensor
  readonly inputShape: SpatialShape
  readonly outputShape: SpatialShape
  readonly multiplier: number
  readonly kernelSize: WindowSize
  readonly strides: WindowSize
  readonly padding: WindowSize
  /** Kernel [kh, kw, in * multiplier], then bias [in * multiplier]. */
  readonly weights: number
  readonly learns: boolean
}

export interface Dense extends Operation {
  readonly kind: 'dense'
  readonly input: PlacedTensor
  readonly inputs: number
  readonly units: number
  /** Kernel [in, units], then bias [units]: a matrix with one row more than the kernel. */
  readonly weights: number
  readonly learns: boolean
  /** As for a convolution. */
  readonly matrix: MatrixPlaces | undefined
}

export interface Pool extends Operation {
  readonly kind: 'pool'
  readonly input: PlacedTensor
  readonly inputShape: SpatialShape
  readonly outputShape: SpatialShape
  readonly size: WindowSize
  readonly strides: WindowSize
  /** As for a convolution; undefined where the window's mean is taken. */
  readonly winners: number | undefined
}

/** gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each channel over the batch. */
export interface PlannedStandardise extends Operation {
  readonly kind: 'standardise'
  readonly input: PlacedTensor
  readonly channels: number
  readonly momentum: number
  readonly epsilon: number
  /** Whether the optimizer moves gamma and beta. */
  readonly learns: boolean
  readonly gamma: number
  readonly beta: number
  readonly movingMean: number
  readonly movingVariance: number
  /** f32[2, channels]: the batch's mean and 1 / sqrt(variance + epsilon). */
  readonly statistics: number
  /** f32[2, channels]: the gradients of gamma and beta. */
  readonly sums: number
}

/** Multiplies each value by a random mask while training. */
export interface PlannedMask extends Operation {
  readonly kind: 'mask'
  readonly input: PlacedTensor
  readonly mask: RandomMask
  /** Where the layer's key lies among those in the step's constants. */
  readonly key: number
}

/** An activation that no operation before it could take in. */
export interface Activate extends Operation {
  readonly kind: 'activate'
  readonly input: PlacedTensor
}

/** An activation whose slope follows from its input, which is kept. */
export interface Curve extends Operation {
  readonly kind: 'curve'
  readonly input: PlacedTensor
  readonly layer: LayerSpec<ActivationType>
}

/** The sum of its inputs, value by value. */
export interface Add extends Operation {
  readonly kind: 'add'
  readonly inputs: readonly PlacedTensor[]
}

/** The channels of its inputs, one behind the other. */
export interface Concatenate extends Operation {
  readonly kind: 'concatenate'
  readonly inputs: readonly PlacedTensor[]
}

/** Its input within zeros. */
export interface Pad extends Operation {
  readonly kind: 'pad'
  readonly input: PlacedTensor
  readonly inputShape: SpatialShape
  readonly outputShape: SpatialShape
  /** Rows of zeros above the input, and columns to its left. */
  readonly above: number
  readonly left: number
}

/** Where several operations read a tensor: on the way back it adds their gradients to that of the first of them. */
export interface Fork extends Operation {
  readonly kind: 'fork'
  /** The tensor as the others read it, each with a gradient of its own. */
  readonly copies: readonly PlacedTensor[]
}

/** Bytes to floats, for layers other than convolutions that read the image. */
export interface Normalise extends Operation {
  readonly kind: 'normalise'
  readonly inputShape: SpatialShape
}

interface Operations {
  readonly convolution: PlannedConvolution
  readonly depthwise: PlannedDepthwise
  readonly dense: Dense
  readonly pool: Pool
  readonly standardise: PlannedStandardise
  readonly mask: PlannedMask
  readonly activate: Activate
  readonly curve: Curve
  readonly add: Add
  readonly concatenate: Concatenate
  readonly pad: Pad
  readonly fork: Fork
  readonly normalise: Normalise
}
export type OperationKind = keyof Operations

/** A mapped type, so that the compiler follows an operation through a table of all kinds. */
export type PlannedOperation<K extends OperationKind = OperationKind> = {
  [P in K]: { readonly kind: P } & Operations[P]
}[K]

/** Where the gradient of an operation's output begins. @throws Error where none is kept */
export function gradientOf({ shape, gradient }: PlacedTensor): number {
  return required(gradient, `a gradient of a tensor of ${shape.join(' x ')}`)
}

/** A region of memory behind what the optimizer keeps. */
export interface PlannedRegion {
  /** As jobs name it. */
  readonly name: string
  readonly offset: number
  readonly floats: number
}

/** Weights whose squared gradients a workgroup adds up. */
export const squaredFloats = 1024

/** Where gradients are clipped to a norm that they may have together: they are kept until it is known. */
export interface Clipping {
  readonly norm: number
  /** Floats from a weight to its gradient, which lies behind what the optimizer keeps. */
  readonly held: number
  /** Sums of up to `squaredFloats` squares. */
  readonly squares: number
  /** What all gradients are multiplied with. */
  readonly factor: number
}

/** The network as operations that kernels exist for, and where everything lies in the engine's one block of memory. */
export interface WebgpuPlan {
  readonly operations: readonly PlannedOperation[]
  readonly inputShape: SpatialShape
  readonly batchSize: number
  readonly classes: number
  /** Raw scores: the last operation's output. */
  readonly logits: PlacedTensor
  /** Floats of all parameters. They begin at 0; what the optimizer keeps follows, each as long and in the same order. */
  readonly parameters: number
  /** f32[batch]: each image's cross-entropy. */
  readonly imageLosses: number
  /** f32[2, classes]: `weights` and `sums` of core/maths/weighted-targets; undefined where all classes count the same. */
  readonly classWeights: number | undefined
  /** Undefined where gradients stay as they are. */
  readonly clipping: Clipping | undefined
  /** All that holds a batch: values, gradients and what belongs to them. */
  readonly regions: readonly PlannedRegion[]
  /** Layers with a key in the step's constants, in order: those that draw random numbers. */
  readonly keyedLayers: readonly number[]
  /** Size of the memory, in floats. */
  readonly floats: number
}
