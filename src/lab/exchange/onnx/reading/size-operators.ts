import { required } from '../../../../core/base/required'
import { volume } from '../../../../core/layers/shape'
import { isWholeType } from './read-tensor'
import { constantOf } from './onnx-constant'
import type { OperatorReading } from './operator-reading'
import { anyCount, mostSizes, type OnnxSizes, type Size } from './onnx-value'
import { slicedRows } from './sliced-rows'

/**
 * The operators with which programs work out sizes and paddings, where all that they take is known: their result is, too.
 * The values stay a list where only their shape changes.
 */
export const sizeOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Identity: (reading) => reading.give(reading.sizes(0)),
  Cast(reading) {
    const to = reading.attributes.int('to')
    const sizes = reading.sizes(0)
    if (to !== undefined && isWholeType(to)) reading.give(sizes)
    else {
      const values = known(reading, sizes)
      reading.give(constantOf('a constant', sizes.shape, () => Float64Array.from(values)))
    }
  },
  Gather(reading) {
    reading.attributes.only('axis', 0)
    const { shape, values } = reading.sizes(0)
    if (shape.length !== 1) throw reading.refuse('takes sizes of a shape that Tenfold does not read')
    const places = reading.sizes(1)
    const taken = known(reading, places).map((place) => values.at(place))
    give(
      reading,
      places.shape,
      taken.map((size) => existing(reading, size))
    )
  },
  Slice(reading) {
    const { shape, values } = reading.sizes(0)
    const setting = (name: string, at: number, otherwise: number): number => {
      const listed =
        reading.attributes.ints(name) ?? (at < reading.inputCount ? reading.wholes(at) : [otherwise])
      return existing(reading, listed.length === 1 ? listed[0] : undefined)
    }
    const [start, end] = [setting('starts', 1, 0), setting('ends', 2, 0)]
    const [axis, step] = [setting('axes', 3, 0), setting('steps', 4, 1)]
    const [length = 0, ...rest] = shape
    const rows = axis === 0 ? slicedRows(length, start, end, step) : undefined
    if (rows === undefined) throw reading.refuse('cuts in a way that Tenfold does not read')
    const row = volume(rest)
    give(
      reading,
      [rows.length, ...rest],
      rows.flatMap((at) => values.slice(at * row, (at + 1) * row))
    )
  },
  ConstantOfShape(reading) {
    const shape = reading.wholes(0)
    const value = reading.numbers('value')
    const fill = value?.kind === 'sizes' ? value.values[0] : value === undefined ? 0 : undefined
    const count = volume(shape)
    if (!(count >= 0 && count <= mostSizes)) throw reading.refuse('makes more numbers than sizes are')
    give(
      reading,
      shape,
      Array.from({ length: count }, () => existing(reading, fill))
    )
  },
  Concat(reading) {
    reading.attributes.only('axis', 0)
    const all = Array.from({ length: reading.inputCount }, (_, at) => reading.sizes(at))
    if (all.some(({ shape }) => shape.length !== 1)) throw reading.refuse('joins sizes that are not listed')
    const values = all.flatMap((sizes) => sizes.values)
    give(reading, [values.length], values)
  },
  Unsqueeze(reading) {
    const { shape, values } = reading.sizes(0)
    const axes = reading.attributes.ints('axes') ?? reading.wholes(1)
    if (shape.length + axes.length > 1)
      throw reading.refuse('lays out sizes in a way that Tenfold does not read')
    give(reading, axes.length === 1 ? [1] : shape, values)
  },
  Squeeze(reading) {
    const { values } = reading.sizes(0)
    reading.attributes.pass('axes')
    if (values.length !== 1) throw reading.refuse('lays out sizes in a way that Tenfold does not read')
    give(reading, [], values)
  },
  Reshape(reading) {
    const { values } = reading.sizes(0)
    reading.attributes.pass('allowzero')
    const target = reading.wholes(1)
    const others = target.reduce((product, axis) => (axis === -1 ? product : product * axis), 1)
    const shape = target.map((axis) => (axis === -1 ? values.length / others : axis))
    if (!shape.every(Number.isInteger) || volume(shape) !== values.length)
      throw reading.refuse('lays out sizes in a way that does not fit')
    give(reading, shape, values)
  },
  Transpose(reading) {
    const { shape, values } = reading.sizes(0)
    const perm = reading.attributes.ints('perm') ?? shape.map((_, i) => shape.length - 1 - i)
    const [rows = 1, columns = 1] = shape
    if (shape.length === 2 && perm.join() === '1,0') {
      const turned = values.map((_, i) =>
        existing(reading, values[(i % rows) * columns + Math.floor(i / rows)])
      )
      give(reading, [columns, rows], turned)
    } else if (perm.every((axis, i) => axis === i)) give(reading, shape, values)
    else throw reading.refuse('turns sizes in a way that Tenfold does not read')
  },
  Add: (reading) => compute(reading, (a, b) => a + b),
  Sub: (reading) => compute(reading, (a, b) => a - b),
  Mul: (reading) => compute(reading, (a, b) => a * b),
  Div: (reading) => compute(reading, (a, b) => Math.trunc(a / b))
}

function compute(reading: OperatorReading, value: (a: number, b: number) => number): void {
  const [left, right] = [reading.sizes(0), reading.sizes(1)]
  const [a, b] = [known(reading, left), known(reading, right)]
  const longer = a.length >= b.length ? left : right
  const each = (values: readonly number[], i: number): number =>
    existing(reading, values.length === 1 ? values[0] : values[i])
  give(
    reading,
    longer.shape,
    known(reading, longer).map((_, i) => value(each(a, i), each(b, i)))
  )
}

function give(reading: OperatorReading, shape: readonly number[], values: readonly Size[]): void {
  if (values.length > mostSizes) throw reading.refuse('makes more numbers than sizes are')
  reading.give({ kind: 'sizes', shape, values })
}

function existing<T>(reading: OperatorReading, value: T | undefined): T {
  if (value === undefined) throw reading.refuse('works out sizes in a way that Tenfold does not read')
  return value
}

function known(reading: OperatorReading, { values }: OnnxSizes): number[] {
  return values.map((value) => {
    if (value === anyCount) throw reading.refuse('counts with the number of images, which nobody knows')
    return required(value, 'a size')
  })
}
