/** A setting of an operator. A float is a float32. */
export type OnnxAttribute =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'float'; readonly value: number }

/** Numbers that are part of the network. */
export interface OnnxConstant {
  /** In the graph, unlike that of any other value. */
  readonly name: string
  readonly type: 'float32' | 'int64'
  /** [] for a single number. */
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/**
 * An operator of an ONNX graph, applied to values by their names. Images are laid out [N, channels, height, width].
 * What each computes: https://onnx.ai/onnx/operators/
 */
export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly (string | OnnxConstant)[]
  readonly output: string
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** The names of a layer's values in an ONNX graph. */
export interface OnnxNames {
  /** What it takes, in order; at least one. */
  readonly inputs: readonly [string, ...string[]]
  readonly output: string
  /** Its parameters, in order. */
  readonly parameters: readonly string[]
  /** A value of its own, in between. @param part what it is: `erf` */
  readonly own: (part: string) => string
}

export function onnxNode(
  op: string,
  inputs: OnnxNode['inputs'],
  output: string,
  attributes: OnnxNode['attributes'] = {}
): OnnxNode {
  return { op, inputs, output, attributes }
}

export const onnxInt = (value: number): OnnxAttribute => ({ type: 'int', value })
export const onnxInts = (value: readonly number[]): OnnxAttribute => ({ type: 'ints', value })
export const onnxFloat = (value: number): OnnxAttribute => ({ type: 'float', value })

/** A single float32. */
export function onnxNumber(name: string, value: number): OnnxConstant {
  return { name, type: 'float32', shape: [], values: [value] }
}

/** A layer that is one operator without parameters. */
export function onnxOperator(op: string, attributes: OnnxNode['attributes'] = {}) {
  return (_: unknown, { inputs, output }: OnnxNames): readonly OnnxNode[] => [
    onnxNode(op, inputs, output, attributes)
  ]
}

/** A window that slides, with as many zeros on both sides. [height, width] each */
export function onnxWindow(window: {
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly padding: readonly [number, number]
}): OnnxNode['attributes'] {
  const { size, strides, padding } = window
  return {
    kernel_shape: onnxInts(size),
    strides: onnxInts(strides),
    // Above, on the left, below, on the right.
    ...(padding.every((n) => n === 0) ? {} : { pads: onnxInts([...padding, ...padding]) })
  }
}
