import type { z } from '../base/schema'
import type { KerasDialect, KerasReading, NamedKerasLayer } from './keras-layer'
import type { Shape } from './shape'
import type { NotedCode } from './noted-code'
import type { OnnxNames, OnnxNode } from './onnx-node'
import type { StartCode } from './start-code'
import type { TfjsSetting } from './tfjs-setting'
import type { FeatureOrder, TorchTensor } from './torch-tensor'

export interface ParameterShape {
  /** `<layer>/kernel`, `<layer>/bias`, `<layer>/gamma`..., as TensorFlow.js names weights. */
  readonly name: string
  readonly shape: readonly number[]
  /** Inputs that feed one output: what PyTorch's default initialisation scales by. */
  readonly fanIn: number
  /** What every value starts as; undefined when they start at random, scaled by `fanIn`. */
  readonly initialValue: number | undefined
  /**
   * Whether it is a matrix from inputs to outputs, with the outputs on its last axis: the kernels of dense layers and of
   * convolutions. A depthwise kernel is none: each of its filters sees one channel, so that there is no matrix between them.
   */
  readonly matrix: boolean
  /** Whether it is no weight but what the layer averages itself: no optimizer ever moves it. */
  readonly averaged: boolean
  /** Whether the optimizer moves it, and keeps values for it: a weight of a layer that is not frozen. */
  readonly trainable: boolean
}

/** Where values come from that no layer makes: the image that the network gets. */
export const imageSource = -1

/** A layer with the shapes that it has in a network. */
export interface Shaped<L> {
  readonly layer: L
  /** Of the first of its inputs, the only one of most types. */
  readonly input: Shape
  /** Of each of its inputs. */
  readonly inputs: readonly Shape[]
  /** Places in the network of the layers that these come from; `imageSource` for the image. */
  readonly sources: readonly number[]
  readonly output: Shape
  readonly parameters: readonly ParameterShape[]
}

/** How a layer's window slides over an image: [height, width] each. */
export interface SlidingWindow {
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly padding: readonly [number, number]
}

/** A number that can be edited, or each number of a pair. */
export interface FieldRange {
  readonly min: number
  readonly max: number
  readonly whole: boolean
}

/** How a layer's weights start other than at random. */
export interface LayerStart {
  /** Training images that it looks at; 0 for none. */
  readonly images: number
  /**
   * Overwrites what was drawn at random.
   * @param parameters of the layer, in their order
   * @param images f64[images, height, width, channels]
   */
  fill(parameters: readonly Float32Array[], images: Float64Array): void
  /** @param layer in the script: `net.conv1` */
  pytorch(layer: string): StartCode
  /** @param layer its name */
  tfjs(layer: string): StartCode
}

/** How PyTorch writes a layer: a module that `__init__` makes, or a function that `forward` calls. */
export type PytorchLayer =
  { readonly module: string } | { readonly call: (...inputs: readonly string[]) => string }

/** A layer of `tf.layers`. */
export interface TfjsLayer {
  readonly type: string
  /** Further settings. */
  readonly settings: readonly TfjsSetting[]
  /** Whether it carries the layer's name; what only frames the image for it does not. */
  readonly named: boolean
}

/** The numbers that are set at a layer. */
export type LayerSettings<L> = Omit<L, 'type' | 'name' | 'inputs' | 'frozen' | 'initialisation'>

/**
 * Everything that core knows of one type of layer. L is the layer as data.
 * What people read of it stands beside it, in a `LayerText`.
 */
export interface LayerKind<S extends z.ZodObject, L = z.infer<S>> {
  readonly schema: S
  /** What a layer is called by default, before its number. */
  readonly stem: string
  /** A new layer's settings, which fit almost anywhere. */
  readonly fresh: LayerSettings<L>
  /** What its settings may be where people edit them. */
  readonly fields: { readonly [K in keyof LayerSettings<L>]: FieldRange }
  /**
   * Where the diagram of the network draws it: as a column of its own, or with the column before it, whose shape it
   * keeps, and there before the activation, as the activation, or after it.
   */
  readonly place: 'column' | 'beforeActivation' | 'activation' | 'afterActivation'
  /** Types of one family replace one another. */
  readonly family: 'activation' | 'pooling' | 'globalPooling' | undefined
  /** Whether it puts several inputs together, at least two; else it takes one. */
  readonly merges: boolean
  /** Whether it is a weighted sum: two in a row without an activation between them could be one. */
  readonly weighted: boolean
  /** Whether it computes something else while training than in prediction. */
  readonly trainsDifferently: boolean
  /** Whether it draws random numbers in each step of training, by a key of its own: layer-draws.ts. */
  readonly draws: boolean
  /**
   * What becomes of gradients on the way back. kept: a zero stays a zero; made: all but those of the winners become
   * zero; mixed: sums of many.
   */
  readonly zeroGradients: 'kept' | 'made' | 'mixed'

  /**
   * Its parameters as they are where it is not frozen.
   * @param input the first of its inputs
   * @throws LabError 'invalid-input' that names the layer when the inputs do not fit it
   */
  fit(layer: L, input: Shape, inputs: readonly Shape[]): Pick<Shaped<L>, 'output' | 'parameters'>
  /** Whether it has to take the image itself. */
  takesImage(layer: L): boolean
  /** How its weights start; undefined where all of them start at random or at one value. */
  start(shaped: Omit<Shaped<L>, 'sources'>): LayerStart | undefined
  /** For an input that is too small for it: a layer that fits, or undefined where a network does better without it. */
  adapt(layer: L, input: Shape): L | undefined
  /** Multiplications, each with an addition, that one image costs. */
  multiplyAdds(shaped: Shaped<L>): number
  /** undefined for a layer without a window */
  slidingWindow(layer: L): SlidingWindow | undefined
  /** How many values of one image go into each statistic that it takes over the batch; undefined when it takes none. */
  statisticValues(input: Shape): number | undefined

  /** @param before the layer before it; undefined for the first */
  pytorch(shaped: Shaped<L>, before: Shaped<{ readonly type: string }> | undefined): PytorchLayer
  /** As `tf.layers` makes it, one or more layers in order. */
  tfjs(shaped: Shaped<L>): readonly TfjsLayer[]

  /** Lines that a program with TensorFlow.js needs once before it reads a file with such a layer. */
  readonly tfjsSetUp: readonly NotedCode[]

  /** What PyTorch calls its parameters, by their part of the name here: `kernel`, `bias`, `gamma`. */
  readonly torch: Readonly<Record<string, TorchTensor>>
  /**
   * The order in which PyTorch has the features that it hands on, where they are flat.
   * @param orders of its inputs
   * @throws LabError 'unsupported' where PyTorch could not compute the same
   */
  featureOrder(shaped: Shaped<L>, orders: readonly FeatureOrder[]): FeatureOrder

  /**
   * The operators that compute it in an ONNX graph, in order; the last gives its output. None where it hands on what it
   * takes in prediction. With the parameters that PyTorch has: `torch`.
   */
  onnx(shaped: Shaped<L>, names: OnnxNames): readonly OnnxNode[]

  /** As Keras and TensorFlow.js keep it in a topology: the last of these has its name, and its weights if there are any. */
  encodeKeras(layer: L, dialect: KerasDialect): readonly NamedKerasLayer[]
  /** Names by which Keras knows it where a layer names its activation. */
  readonly kerasActivations: readonly string[]
  /** By class name: how such a layer of a foreign file is read. */
  readonly decodeKeras: Readonly<Record<string, (reading: KerasReading) => void>>
}

/** Of most types: no window, no statistics, no products. */
export const plainLayer = {
  place: 'column',
  family: undefined,
  merges: false,
  weighted: false,
  trainsDifferently: false,
  draws: false,
  zeroGradients: 'mixed',
  takesImage: () => false,
  start: () => undefined,
  adapt: <L>(layer: L): L => layer,
  multiplyAdds: () => 0,
  slidingWindow: () => undefined,
  statisticValues: () => undefined,
  tfjsSetUp: [],
  torch: {},
  featureOrder: (_: unknown, [order]: readonly FeatureOrder[]): FeatureOrder => order,
  kerasActivations: []
} as const

/** A weight that starts at random. */
export function randomParameter(name: string, shape: readonly number[], fanIn: number): ParameterShape {
  return { name, shape, fanIn, initialValue: undefined, matrix: false, averaged: false, trainable: true }
}

/** The same, of a matrix from inputs to outputs. */
export function randomMatrix(name: string, shape: readonly number[], fanIn: number): ParameterShape {
  return { ...randomParameter(name, shape, fanIn), matrix: true }
}
