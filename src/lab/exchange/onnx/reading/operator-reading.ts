import type { LabError } from '../../../../core/base/lab-error'
import type { OnnxAttributes } from './onnx-attributes'
import type { OnnxConstant } from './onnx-constant'
import type { OnnxActivation, OnnxAxes, OnnxSizes, OnnxValue } from './onnx-value'
import type { PerChannel } from './layer-weights'

/** An operator of a file that is being read, and the network so far. What is not understood throws. */
export interface OperatorReading {
  readonly op: string
  /** Version of the operators. */
  readonly operatorSet: number
  readonly attributes: OnnxAttributes
  /** How many inputs are named, some of which may be left out. */
  readonly inputCount: number
  input(at: number): OnnxValue
  /** undefined for one that is left out */
  optional(at: number): OnnxValue | undefined
  activation(at: number): OnnxActivation
  constant(at: number): OnnxConstant
  sizes(at: number): OnnxSizes
  /** Whole numbers that are known. */
  wholes(at: number): readonly number[]
  /** Numbers among its settings. */
  numbers(attribute: string): OnnxValue | undefined
  /** What the operator gives. */
  give(value: OnnxValue): void
  /** Appends a layer of ours, and gives its output. */
  append(layer: AppendedLayer): OnnxActivation
  /** Makes scale * x + offset of each channel: part of the layer before, of the pixels, or a layer of its own. */
  scaleChannels(input: OnnxActivation, scale: PerChannel, offset: PerChannel): void
  /** An error that names the operator: `refuse('has no weights')`. */
  refuse(why: string): LabError
}

export interface AppendedLayer {
  /** Type and settings. */
  readonly settings: { readonly type: string } & Readonly<Record<string, unknown>>
  readonly inputs: readonly OnnxActivation[]
  /** How the axes of its output lie. */
  readonly axes: OnnxAxes
  /** In PyTorch's layout; undefined for one that the file does not have. */
  readonly weights?: Readonly<Record<string, OnnxConstant | undefined>>
}
