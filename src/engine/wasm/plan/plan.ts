// Over 300 lines: declarations alone, of one thing.
import type { RandomMask } from '../../../core/layers/layer-draws'
import type { ActivationType, LayerSpec } from '../../../core/layers/layer-kinds'
import type { PixelTransform } from '../../../core/model/pixel-range'
import type { ImageView } from './image-view'

/** Where a buffer lies, relative to a base address that kernels receive. */
export interface MemoryPlace {
  /**
   * `image`: what one image needs from forward to backward pass; `thread`: scratch of a compute thread;
   * `features` and `featureGradient`: the row that the image becomes.
   */
  readonly region: 'image' | 'thread' | 'features' | 'featureGradient'
  readonly offset: number
}

/** The image between two layers. */
export interface ImageNode {
  readonly view: ImageView
  readonly value: MemoryPlace
  /** Undefined where no layer before it learns. */
  readonly gradient: MemoryPlace | undefined
}

export interface ConvolutionStage {
  readonly kind: 'convolution'
  readonly name: string
  readonly kernelSize: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly filters: number
  readonly input: ImageNode
  /** The convolution's own output; without a pool it is the stage's. */
  readonly output: ImageNode
  readonly parameters: ConvolutionParameters
  /** A max pooling that belongs to the stage: only winners carry gradients back. */
  readonly pool: PooledOutput | undefined
  /**
   * Whether the gradients of the convolution's own output are zero often enough that listing the others pays: behind
   * max pooling, ReLU or a mask, not behind what mixes the gradients of many values.
   */
  readonly gradients: 'sparse' | 'dense'
  /** Scratch for lists of nonzero gradients. */
  readonly lists: MemoryPlace
  /** Whether the forward kernel reads the network's input as planes. */
  readonly fromPlanes: boolean
}

export interface PooledOutput {
  readonly size: readonly [number, number]
  readonly relu: boolean
  readonly node: ImageNode
  /** i32[height, width, channels]: the address of the input's patch that won. */
  readonly winners: MemoryPlace
}

/** Byte addresses of a convolution's weights. */
export interface ConvolutionParameters {
  /** f32[filters padded to 4, KH, rowFloats]: a filter's rows of KW * C weights, padded with zeros to whole vectors. */
  readonly kernel: number
  readonly rowFloats: number
  /** f32[filters padded to 4] */
  readonly bias: number
  /** The same weights as the forward kernel reads them: f32[quad of filters, KH * KW * C, 4]. */
  readonly forwardKernel: number
  /**
   * The same weights turned by 180 degrees, for input gradients that are a convolution of dense output gradients:
   * f32[quad of channels, KH * KW * filters, 4].
   */
  readonly backwardKernel: number | undefined
  /** Undefined where the weights are frozen. */
  readonly gradients: WeightGradients | undefined
}

/** Offsets of a convolution's gradients in a part's accumulators. */
export interface WeightGradients {
  readonly kernel: number
  readonly bias: number
}

/** A convolution of each channel by itself. */
export interface DepthwiseStage {
  readonly kind: 'depthwise'
  readonly name: string
  readonly kernelSize: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly multiplier: number
  readonly input: ImageNode
  readonly output: ImageNode
  /** f32[KH * KW + 1, outputs padded to 4]: the kernel, then the bias. */
  readonly weights: number
  /** Of one of its rows. */
  readonly outputBytes: number
  /** Offset of the gradients in a part's accumulators; undefined where the weights are frozen. */
  readonly weightGradient: number | undefined
}

export interface ActivationStage {
  readonly kind: 'activation'
  readonly name: string
  readonly layer: LayerSpec<ActivationType>
  readonly input: ImageNode
  readonly output: ImageNode
}

export interface PoolStage {
  readonly kind: 'maxPool' | 'averagePool'
  readonly name: string
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly input: ImageNode
  readonly output: ImageNode
  /** i32[height, width, channels]: for a max pooling, the winner's byte offset in the input's view. */
  readonly winners: MemoryPlace
}

/** Multiplies values by a random mask while training; prediction leaves them as they are. */
export interface Mask {
  readonly kind: 'mask'
  readonly name: string
  readonly mask: RandomMask
  /** Its place in the model's layers. */
  readonly layerIndex: number
  /** The run's. */
  readonly seed: number
}

export interface MaskStage extends Mask {
  readonly input: ImageNode
  readonly output: ImageNode
}

/**
 * gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each channel over the batch. It waits for the
 * whole batch twice: in the forward pass for mean and variance, in the backward pass for the sums of gradients. f32[channels] each, by address, padded to whole vectors.
 */
export interface Standardise {
  readonly kind: 'standardise'
  readonly name: string
  readonly momentum: number
  readonly epsilon: number
  readonly channels: number
  /** Pixels of an image: 1 once flat. */
  readonly pixels: number
  readonly gamma: number
  readonly beta: number
  readonly movingMean: number
  readonly movingVariance: number
  /**
   * f32[batch, 2, channels]: of each image, in the forward pass the mean and the sum of squared distances from it; in
   * the backward pass the sums of dy and of dy * (x - mean).
   */
  readonly statistics: number
  /** What the forward pass subtracts, and what it multiplies with. */
  readonly mean: number
  readonly inverseDeviation: number
  readonly scale: number
  /** Undefined where gamma and beta are frozen. */
  readonly gradients: { readonly gamma: number; readonly beta: number } | undefined
  /** dx = scale * dy + slope * (x - mean) + shift */
  readonly slope: number
  readonly shift: number
}

/** The sum of its inputs, which is the output of the first where it overwrites that; of one input, a copy. */
export interface AddStage {
  readonly kind: 'add'
  readonly name: string
  readonly inputs: readonly ImageNode[]
  readonly output: ImageNode
}

/** The channels of its inputs, one behind the other. */
export interface ConcatenateStage {
  readonly kind: 'concatenate'
  readonly name: string
  readonly inputs: readonly ImageNode[]
  readonly output: ImageNode
}

/** Its input within zeros. */
export interface PadStage {
  readonly kind: 'pad'
  readonly name: string
  /** Rows of zeros above the input, and columns to its left. */
  readonly above: number
  readonly left: number
  readonly input: ImageNode
  readonly output: ImageNode
}

/** Where several layers read an image: on the way back it adds their gradients to the first of them. */
export interface ForkStage {
  readonly kind: 'fork'
  readonly name: string
  readonly output: ImageNode
  /** Of the others, each with the name of its layer. */
  readonly gradients: readonly { readonly reader: string; readonly place: MemoryPlace }[]
}

export interface StandardiseStage extends Standardise {
  readonly input: ImageNode
  /** Its gradient outlives the wait, unlike those of other images. */
  readonly output: ImageNode
}

interface ImageStages {
  readonly convolution: ConvolutionStage
  readonly depthwise: DepthwiseStage
  readonly activation: ActivationStage
  readonly maxPool: PoolStage
  readonly averagePool: PoolStage
  readonly mask: MaskStage
  readonly standardise: StandardiseStage
  readonly add: AddStage
  readonly concatenate: ConcatenateStage
  readonly pad: PadStage
  readonly fork: ForkStage
}
export type ImageStageKind = keyof ImageStages
/** A mapped type, so that the compiler follows a stage through a table of all kinds. */
export type ImageStage<K extends ImageStageKind = ImageStageKind> = {
  [P in K]: { readonly kind: P } & ImageStages[P]
}[K]

/** A row of values for each image of the batch. */
export interface Rows {
  readonly length: number
  /** From one image's row to the next: rows are padded with zeros to whole panels of a dense layer. */
  readonly stride: number
  readonly value: number
  readonly gradient: RowGradient
}

/** Where the gradients of rows lie: those of the whole batch at an address, or those of a thread's block at an offset. */
export type RowGradient =
  | { readonly region: 'batch'; readonly address: number }
  | { readonly region: 'block'; readonly offset: number }

export interface DenseStage {
  readonly kind: 'dense'
  readonly name: string
  readonly inputs: number
  readonly units: number
  readonly input: Rows
  readonly output: Rows
  /** f32[panels, inputs, 8]: outputs in panels of eight, padded with zeros. */
  readonly kernel: number
  /** f32[panels * 8] */
  readonly bias: number
  /** Whether the optimizer moves them. */
  readonly learns: boolean
  /** Whether a layer before it needs the gradient. */
  readonly needsInputGradient: boolean
}

export interface RowActivationStage {
  readonly kind: 'activation'
  readonly name: string
  readonly layer: LayerSpec<ActivationType>
  readonly input: Rows
  readonly output: Rows
  /** Whether a layer before it needs the gradient. */
  readonly needsInputGradient: boolean
}

export interface RowMaskStage extends Mask {
  readonly input: Rows
  readonly output: Rows
  readonly needsInputGradient: boolean
}

export interface RowStandardiseStage extends Standardise {
  readonly input: Rows
  readonly output: Rows
  readonly needsInputGradient: boolean
}

/** As of images. */
export interface RowAddStage {
  readonly kind: 'add'
  readonly name: string
  readonly inputs: readonly MergedRows[]
  readonly output: Rows
}

export interface RowConcatenateStage {
  readonly kind: 'concatenate'
  readonly name: string
  readonly inputs: readonly MergedRows[]
  readonly output: Rows
}

export interface MergedRows {
  readonly rows: Rows
  /** Whether a layer before them needs the gradient. */
  readonly needsGradient: boolean
}

export interface RowForkStage {
  readonly kind: 'fork'
  readonly name: string
  readonly output: Rows
  readonly gradients: readonly { readonly reader: string; readonly place: RowGradient }[]
}

interface RowStages {
  readonly dense: DenseStage
  readonly activation: RowActivationStage
  readonly mask: RowMaskStage
  readonly standardise: RowStandardiseStage
  readonly add: RowAddStage
  readonly concatenate: RowConcatenateStage
  readonly fork: RowForkStage
}
export type RowStageKind = keyof RowStages
export type RowStage<K extends RowStageKind = RowStageKind> = {
  [P in K]: { readonly kind: P } & RowStages[P]
}[K]

/** Addresses that threads agree on. */
export interface ControlBlock {
  /** The number of the phase under way; see phase-queue.ts. */
  readonly phase: number
  /** How many of its units are done. */
  readonly done: number
  readonly sleepers: number
  /** i32[threads]: of each unit the latest phase in which a thread took it. */
  readonly claimed: number
  readonly command: number
  /** f32 each, see hyperparameters.ts. */
  readonly hyperparameters: number
}

/** Where gradients are clipped to a norm that they may have together: they are kept until it is known. */
export interface Clipping {
  readonly norm: number
  /** Bytes from a weight to its gradient, which lies behind what the optimizer keeps. */
  readonly held: number
  /** f64[chunks, 2]: sums of squares; see squared-chunks.ts. */
  readonly squares: number
}

/** A matrix of weights that moves as a whole, with what it needs for that; all places are addresses. */
export interface PlannedMatrix {
  readonly stage: ConvolutionStage | DenseStage
  readonly outputs: number
  readonly inputs: number
  /** Whether its rows are the outputs: there are never more rows than columns. */
  readonly rowsAreOutputs: boolean
  readonly rows: number
  readonly columns: number
  /** f32[rows padded to whole tiles, stride]: the directions of its weights, before and behind a round. */
  readonly values: readonly [number, number]
  readonly stride: number
  /** f32[rows padded, rows padded]: the rows times one another, and what they are mixed with. */
  readonly gram: number
  readonly mix: number
  readonly gramStride: number
  /** f64[outputs]: of each output the sum of its squared directions. */
  readonly squares: number
}

/** Everything about a compiled network that does not change while it runs. */
export interface WasmPlan {
  /** Names of the network's layers, in its order. */
  readonly layers: readonly string[]
  readonly inputShape: readonly [number, number, number]
  /** A pixel is byte * scale + offset. */
  readonly pixels: readonly PixelTransform[]
  readonly classes: number
  readonly batchSize: number
  readonly threads: number
  /** Images that a thread takes through the network together. */
  readonly blockImages: number
  readonly input: ImageNode
  /** f32[C, H, W]: the normalised image before its pixels are put together. */
  readonly planes: MemoryPlace
  readonly imageStages: readonly ImageStage[]
  /** The rows that images become, side by side in one. */
  readonly features: Omit<Rows, 'length'>
  readonly rowStages: readonly RowStage[]
  readonly logits: Rows
  /** From a weight to the first value that the optimizer keeps for it, and from there to the second. */
  readonly weightBytes: number
  /** Of the weights for which the optimizer keeps nothing, behind all that it keeps for others: those of frozen layers. */
  readonly frozenBytes: number
  /** f64[2, classes]: `weights` and `sums` of core/maths/weighted-targets; undefined where all classes count the same. */
  readonly classWeights: number | undefined
  /** Undefined where gradients stay as they are. */
  readonly clipping: Clipping | undefined
  readonly control: ControlBlock
  /** f32[batchSize] */
  readonly losses: number
  /** Gradient accumulators: one set for each part of a batch. */
  readonly parts: { readonly address: number; readonly bytes: number }
  /**
   * Those that the optimizer moves as a whole; undefined where each weight moves by itself. Their directions lie behind what
   * the optimizer keeps, as gradients do that wait to be clipped.
   */
  readonly matrices: readonly PlannedMatrix[] | undefined
  /** Scratch: for each thread `thread`, then the images of a block, then their feature gradients. */
  readonly scratch: {
    readonly address: number
    readonly threadBytes: number
    readonly imageOffset: number
    readonly featureGradientOffset: number
  }
  readonly imageBytes: number
  /**
   * Where all images of the batch lie if a stage makes them wait for one another; undefined where those of
   * a thread's block will do.
   */
  readonly batchImages: number | undefined
  readonly bytes: number
}
