import { volume } from '../../../../core/layers/shape'
import { shortFloat } from './short-float'
import { constantOf, type OnnxConstant, onlyNumber, turned } from './onnx-constant'
import type { OnnxActivation } from './onnx-value'
import type { OperatorReading } from './operator-reading'
import { framed, readWindow } from './window-reading'

/** The operators with weights. */
export const weightedOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Conv(reading) {
    const input = reading.activation(0)
    const kernel = reading.constant(1)
    const bias = reading.inputCount > 2 && reading.optional(2) !== undefined ? reading.constant(2) : undefined
    const [filters = 0, channels = 0, ...window] = kernel.shape
    const { size, strides, rows, columns } = readWindow(reading, input, window)
    const groups = reading.attributes.int('group') ?? 1
    const padded = [...rows, ...columns].some((n) => n !== 0)
    if (input.shape.length === 1) {
      // Of single pixels a convolution is a dense layer.
      if (volume(size) !== 1 || padded || groups !== 1 || input.axes === 'flat') {
        throw reading.refuse('slides a window over values that are flat')
      }
      dense(reading, input, { ...kernel, shape: [filters, channels] }, bias)
      return
    }
    if (window.join() !== size.join()) throw reading.refuse('has weights of another size than its window')
    const even = rows[0] === rows[1] && columns[0] === columns[1]
    const framedInput = even ? input : framed(reading, input, { rows, columns })
    const shared = { kernelSize: size, strides, padding: even ? [rows[0], columns[0]] : [0, 0] }
    const inputs = [framedInput]
    const all = input.shape[2]
    if (channels * groups !== all)
      throw reading.refuse(`takes ${channels * groups} channels, but gets ${all}`)
    if (groups === 1) {
      const settings = { type: 'conv2d', filters, ...shared }
      reading.append({ settings, inputs, axes: 'first', weights: { kernel, bias } })
    } else if (groups === all) {
      const settings = { type: 'depthwiseConv2d', multiplier: filters / groups, ...shared }
      reading.append({ settings, inputs, axes: 'first', weights: { depthwise_kernel: kernel, bias } })
    } else {
      throw reading.refuse(
        `is a convolution in ${groups} groups; Tenfold has none but those of one channel each`
      )
    }
  },
  Gemm(reading) {
    const { attributes } = reading
    attributes.only('transA', 0)
    const alpha = attributes.float('alpha') ?? 1
    const beta = attributes.float('beta') ?? 1
    const given = reading.constant(1)
    const weights = attributes.int('transB') === 1 ? given : turned(given, [1, 0])
    const bias = reading.optional(2) === undefined ? undefined : times(reading.constant(2), beta)
    dense(reading, reading.activation(0), times(weights, alpha), bias)
  },
  MatMul: (reading) => dense(reading, reading.activation(0), turned(reading.constant(1), [1, 0]), undefined),
  BatchNormalization(reading) {
    const input = reading.activation(0)
    const { attributes } = reading
    if (input.axes === 'last') throw reading.refuse('normalises over an axis that is not the channels’')
    attributes.only('training_mode', 0)
    attributes.only('spatial', 1)
    attributes.pass('is_test')
    const epsilon = shortFloat(attributes.float('epsilon') ?? 1e-5)
    const momentum = Math.round((1 - (attributes.float('momentum') ?? 0.9)) * 1e6) / 1e6
    reading.append({
      settings: { type: 'batchNorm', momentum, epsilon },
      inputs: [input],
      axes: input.axes,
      weights: {
        gamma: reading.constant(1),
        beta: reading.constant(2),
        moving_mean: reading.constant(3),
        moving_variance: reading.constant(4)
      }
    })
  }
}

/** @param kernel [units, features] */
function dense(
  reading: OperatorReading,
  input: OnnxActivation,
  kernel: OnnxConstant,
  bias: OnnxConstant | undefined
): void {
  const [units = 0, features] = kernel.shape
  if (kernel.shape.length !== 2) throw reading.refuse('has weights that are no matrix')
  if (input.shape.length !== 1 || (input.axes === 'last' && reading.op === 'Conv')) {
    throw reading.refuse('takes images; Tenfold’s dense layers take values that are flat')
  }
  if (input.shape[0] !== features)
    throw reading.refuse(`takes ${features ?? 0} values, but gets ${input.shape[0]}`)
  reading.append({
    settings: { type: 'dense', units },
    inputs: [input],
    axes: input.axes,
    weights: { kernel, bias: bias === undefined ? undefined : spread(bias, units) }
  })
}

function times(constant: OnnxConstant, factor: number): OnnxConstant {
  if (factor === 1) return constant
  return { ...constant, values: () => constant.values().map((value) => value * factor) }
}

/** One number for all units stands for each. */
function spread(bias: OnnxConstant, units: number): OnnxConstant {
  const only = onlyNumber(bias)
  if (only === undefined) return bias
  return constantOf(bias.name, [units], () => new Float64Array(units).fill(only))
}
