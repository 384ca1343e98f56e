import { volume } from '../../../../core/layers/shape'
import { mostTurns, type OnnxConstant, turned } from './onnx-constant'
import type { OperatorReading } from './operator-reading'

/** What programs do to weights before a layer takes them. */
export const constantOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Identity: (reading) => reading.give(reading.constant(0)),
  Cast(reading) {
    reading.attributes.pass('to', 'saturate')
    reading.give(reading.constant(0))
  },
  Transpose(reading) {
    const constant = reading.constant(0)
    const { shape } = constant
    const perm = reading.attributes.ints('perm') ?? shape.map((_, i) => shape.length - 1 - i)
    const complete = shape.every((_, axis) => perm.includes(axis)) && perm.length === shape.length
    if (!complete || constant.turns === mostTurns)
      throw reading.refuse('turns weights in a way that Tenfold does not read')
    reading.give(turned(constant, perm))
  },
  Reshape(reading) {
    const constant = reading.constant(0)
    const allowsZero = reading.attributes.int('allowzero') === 1
    const target = reading
      .wholes(1)
      .map((axis, i) => (axis === 0 && !allowsZero ? (constant.shape[i] ?? 0) : axis))
    const others = target.reduce((product, axis) => (axis === -1 ? product : product * axis), 1)
    reshape(
      reading,
      constant,
      target.map((axis) => (axis === -1 ? volume(constant.shape) / others : axis))
    )
  },
  Unsqueeze(reading) {
    const constant = reading.constant(0)
    const axes = reading.attributes.ints('axes') ?? reading.wholes(1)
    const rank = constant.shape.length + axes.length
    const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))
    const rest = [...constant.shape]
    reshape(
      reading,
      constant,
      Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : (rest.shift() ?? 1)))
    )
  },
  Squeeze(reading) {
    const constant = reading.constant(0)
    const { shape } = constant
    const axes = reading.attributes.ints('axes') ?? (reading.inputCount > 1 ? reading.wholes(1) : undefined)
    const gone = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis))
    reshape(
      reading,
      constant,
      shape.filter((size, i) => !(gone?.includes(i) ?? size === 1))
    )
  }
}

function reshape(reading: OperatorReading, constant: OnnxConstant, shape: readonly number[]): void {
  if (shape.length > 8 || !shape.every(Number.isInteger) || volume(shape) !== volume(constant.shape)) {
    throw reading.refuse('lays out weights in a way that does not fit')
  }
  reading.give({ ...constant, shape })
}
