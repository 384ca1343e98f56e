import { volume } from '../../../../core/layers/shape'
import type { PerChannel } from './layer-weights'
import { constantOf, type OnnxConstant } from './onnx-constant'
import { axesOf, type OnnxActivation, sizesOf } from './onnx-value'
import type { OperatorReading } from './operator-reading'
import { shortFloat } from './short-float'

/** The operators that put branches together, or compute with numbers of the file. */
export const arithmeticOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Add(reading) {
    const other = withNumbers(reading)
    if (other === undefined) addBranches(reading)
    else reading.scaleChannels(other.input, 1, other.numbers)
  },
  Sum: addBranches,
  Sub(reading) {
    const { input, numbers, first } = onlyWithNumbers(reading, 'subtracts one branch from another')
    if (first) reading.scaleChannels(input, -1, numbers)
    else
      reading.scaleChannels(
        input,
        1,
        changed(numbers, (value) => -value)
      )
  },
  Mul(reading) {
    const { input, numbers } = onlyWithNumbers(reading, 'multiplies two branches with each other')
    multiply(reading, input, numbers)
  },
  Div(reading) {
    const { input, numbers, first } = onlyWithNumbers(reading, 'divides one branch by another')
    if (first) throw reading.refuse('divides by values of the network')
    multiply(
      reading,
      input,
      changed(numbers, (value) => 1 / value)
    )
  },
  Concat(reading) {
    const inputs = Array.from({ length: reading.inputCount }, (_, at) => reading.activation(at))
    const axes = sameAxes(reading, inputs)
    const axis = reading.attributes.int('axis') ?? 1
    const rank = axes === 'flat' ? 2 : 4
    if ((axis < 0 ? axis + rank : axis) !== axesOf(axes).channel) {
      throw reading.refuse(`joins along axis ${axis}, which is not the channels’`)
    }
    const [only] = inputs
    if (inputs.length === 1 && only !== undefined) reading.give(only)
    else reading.append({ settings: { type: 'concatenate' }, inputs, axes })
  }
}

function addBranches(reading: OperatorReading): void {
  const inputs = Array.from({ length: reading.inputCount }, (_, at) => reading.activation(at))
  const axes = sameAxes(reading, inputs)
  const [only] = inputs
  if (inputs.length === 1 && only !== undefined) reading.give(only)
  else reading.append({ settings: { type: 'add' }, inputs, axes })
}

/** One positive number for all channels is a layer of its own, which it stays. */
function multiply(reading: OperatorReading, input: OnnxActivation, numbers: PerChannel): void {
  if (typeof numbers !== 'number' || numbers <= 0 || input.from === 'image') {
    reading.scaleChannels(input, numbers, 0)
  } else if (numbers === 1) reading.give(input)
  else {
    const settings = { type: 'scale', factor: shortFloat(numbers) }
    reading.append({ settings, inputs: [input], axes: input.axes })
  }
}

function sameAxes(reading: OperatorReading, inputs: readonly OnnxActivation[]): OnnxActivation['axes'] {
  const [first] = inputs
  if (first === undefined) throw reading.refuse('takes nothing')
  if (inputs.some(({ axes }) => axes !== first.axes))
    throw reading.refuse('takes branches that are laid out differently')
  return first.axes
}

interface WithNumbers {
  readonly input: OnnxActivation
  readonly numbers: PerChannel
  /** Whether the numbers stand first. */
  readonly first: boolean
}

function onlyWithNumbers(reading: OperatorReading, otherwise: string): WithNumbers {
  const found = withNumbers(reading)
  if (found === undefined) throw reading.refuse(`${otherwise}, which Tenfold does not support`)
  return found
}

function withNumbers(reading: OperatorReading): WithNumbers | undefined {
  const first = reading.input(0).kind !== 'activation'
  if (!first && reading.input(1).kind === 'activation') return undefined
  const input = reading.activation(first ? 1 : 0)
  return { input, numbers: numbersOf(reading, input, reading.constant(first ? 0 : 1)), first }
}

/** One number, or one for each channel, that fits an activation as it lies in the file. */
function numbersOf(reading: OperatorReading, input: OnnxActivation, constant: OnnxConstant): PerChannel {
  const sizes = sizesOf(input)
  const { shape } = constant
  const channel = axesOf(input.axes).channel
  const channels = sizes[channel]
  if (volume(shape) === 1 && shape.length <= sizes.length) return constant.values()[0] ?? NaN
  const fits = shape.every((size, i) => {
    const axis = i + sizes.length - shape.length
    return axis === channel ? size === channels : size === 1
  })
  if (!fits) throw reading.refuse(`takes ${constant.name}, which has other numbers than one for each channel`)
  return { ...constant, shape: [volume(shape)] }
}

function changed(numbers: PerChannel, change: (value: number) => number): PerChannel {
  if (typeof numbers === 'number') return change(numbers)
  return constantOf(numbers.name, numbers.shape, () => numbers.values().map(change))
}
