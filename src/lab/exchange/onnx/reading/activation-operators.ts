import { imageInput } from '../../../../core/layers/layer-base'
import { axesOf, sizesOf } from './onnx-value'
import { onlyNumber } from './onnx-constant'
import type { OperatorReading } from './operator-reading'
import { shortFloat } from './short-float'

/** The operators that apply a function to each value by itself, and the softmax at the end. */
export const activationOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Relu: (reading) => activate(reading, { type: 'relu' }),
  LeakyRelu: (reading) =>
    activate(reading, { type: 'leakyRelu', slope: shortFloat(reading.attributes.float('alpha') ?? 0.01) }),
  Tanh: (reading) => activate(reading, { type: 'tanh' }),
  Sigmoid: (reading) => activate(reading, { type: 'sigmoid' }),
  Swish(reading) {
    if ((reading.attributes.float('alpha') ?? 1) !== 1) throw reading.refuse('has an alpha other than 1')
    activate(reading, { type: 'silu' })
  },
  Gelu: (reading) =>
    activate(reading, { type: reading.attributes.text('approximate') === 'tanh' ? 'geluTanh' : 'gelu' }),
  Clip(reading) {
    const bound = (name: string, at: number): number | undefined =>
      reading.attributes.float(name) ??
      (reading.optional(at) === undefined ? undefined : onlyNumber(reading.constant(at)))
    limit(reading, bound('min', 1) ?? -Infinity, bound('max', 2) ?? Infinity)
  },
  Max: (reading) => limit(reading, onlyNumber(reading.constant(numbersAt(reading))) ?? NaN, Infinity),
  Min: (reading) => limit(reading, -Infinity, onlyNumber(reading.constant(numbersAt(reading))) ?? NaN),
  Softmax: softmax,
  LogSoftmax: softmax
}

/** Beyond it there are no float32. */
const most = 3.4e38

/** min(max(x, low), high) */
function limit(reading: OperatorReading, low: number, high: number): void {
  const input = reading.activation(1 - numbersAt(reading))
  const fromZero = low === 0 || (input.positive && low <= 0)
  if (fromZero && high === 6) activate(reading, { type: 'relu6' })
  else if (fromZero && high >= most) activate(reading, { type: 'relu' })
  else throw reading.refuse(`keeps values from ${low} to ${high}; Tenfold has only ReLU and ReLU6`)
}

/** Which of two inputs is a number; 1 for an operator that takes values first. */
function numbersAt(reading: OperatorReading): 0 | 1 {
  return reading.input(0).kind === 'activation' ? 1 : 0
}

function activate(
  reading: OperatorReading,
  settings: { readonly type: string } & Readonly<Record<string, unknown>>
): void {
  const input = reading.activation(numbersAt(reading) === 0 ? 1 : 0)
  reading.append({ settings, inputs: [input], axes: input.axes })
}

/** Tenfold’s networks end in logits, and it applies softmax itself. */
function softmax(reading: OperatorReading): void {
  const input = reading.activation(0)
  const axis = reading.attributes.int('axis') ?? (reading.operatorSet < 13 ? 1 : -1)
  const rank = sizesOf(input).length
  if (input.shape.length !== 1 || (axis < 0 ? axis + rank : axis) !== axesOf(input.axes).channel) {
    throw reading.refuse('is a softmax over something else than the classes')
  }
  if (input.from === imageInput) throw reading.refuse('takes the image')
  reading.give({ ...input, softmax: true })
}
