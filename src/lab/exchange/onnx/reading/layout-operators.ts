import { volume } from '../../../../core/layers/shape'
import { anyCount, axesOf, type OnnxActivation, type Size, sizesOf } from './onnx-value'
import type { OperatorReading } from './operator-reading'
import { framed } from './window-reading'
import { onlyNumber } from './onnx-constant'

/** The operators that lay values out otherwise, or do nothing to them. */
export const layoutOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  Identity: (reading) => reading.give(reading.activation(0)),
  Cast(reading) {
    reading.attributes.pass('saturate', 'round_mode')
    if (!floats.has(reading.attributes.int('to') ?? 0)) throw reading.refuse('makes whole numbers of values')
    reading.give(reading.activation(0))
  },
  Flatten(reading) {
    const input = reading.activation(0)
    const axis = reading.attributes.int('axis') ?? 1
    if ((axis < 0 ? axis + sizesOf(input).length : axis) !== 1)
      throw reading.refuse(`flattens from axis ${axis}, not from 1`)
    flat(reading, input)
  },
  Reshape(reading) {
    const input = reading.activation(0)
    const target = reading.sizes(1).values
    const sizes = sizesOf(input)
    const allowsZero = reading.attributes.int('allowzero') === 1
    const named = target.map((size, i) => (size === 0 && !allowsZero ? (sizes[i] ?? 0) : size))
    const [count, ...rest] = named
    const values = volume(input.shape)
    const others = rest.reduce<number>(
      (product, size) => (typeof size === 'number' && size !== -1 ? product * size : product),
      1
    )
    const whole = rest.map((size): Size => (size === -1 ? values / others : size))
    if (count === 0 || whole.includes(anyCount) || !whole.every(Number.isInteger)) throw cannotLayOut(reading)
    if (whole.join() === String(values)) flat(reading, input)
    else if (whole.join() === sizes.slice(1).join()) reading.give(input)
    else if (input.shape.length === 1 && whole.join() === `${values},1,1`)
      reading.give({ ...input, axes: 'first' })
    else if (input.shape.length === 1 && whole.join() === `1,1,${values}`)
      reading.give({ ...input, axes: 'last' })
    else throw cannotLayOut(reading)
  },
  Squeeze(reading) {
    const input = reading.activation(0)
    const listed =
      reading.attributes.ints('axes') ?? (reading.optional(1) === undefined ? undefined : reading.wholes(1))
    const axes = listed?.map((axis) => (axis < 0 ? axis + 4 : axis)).sort((a, b) => a - b)
    const { spatial } = axesOf(input.axes)
    const single = volume(input.shape.length === 3 ? input.shape.slice(0, 2) : []) === 1
    if (input.axes === 'flat' || !single || (axes !== undefined && axes.join() !== spatial.join()))
      throw cannotLayOut(reading)
    flat(reading, input)
  },
  Unsqueeze(reading) {
    const input = reading.activation(0)
    const listed = reading.attributes.ints('axes') ?? reading.wholes(1)
    const axes = listed.map((axis) => (axis < 0 ? axis + 4 : axis)).sort((a, b) => a - b)
    const way = (['first', 'last'] as const).find((one) => axesOf(one).spatial.join() === axes.join())
    if (input.axes !== 'flat' || way === undefined) throw cannotLayOut(reading)
    reading.give({ ...input, axes: way })
  },
  Transpose(reading) {
    const input = reading.activation(0)
    const perm = reading.attributes.ints('perm')?.join()
    if (perm === '0,3,1,2' && input.axes === 'last') reading.give({ ...input, axes: 'first' })
    else if (perm === '0,2,3,1' && input.axes === 'first') reading.give({ ...input, axes: 'last' })
    else if (perm === '0,1,2,3' || (perm === '0,1' && input.axes === 'flat')) reading.give(input)
    else throw cannotLayOut(reading)
  },
  Dropout(reading) {
    const input = reading.activation(0)
    reading.attributes.pass('seed', 'is_test')
    const told = reading.optional(1)
    const ratio =
      reading.attributes.float('ratio') ?? (told === undefined ? 0.5 : onlyNumber(reading.constant(1)))
    const training = reading.optional(2) === undefined ? 0 : onlyNumber(reading.constant(2))
    if (training !== 0 || ratio === undefined)
      throw reading.refuse('drops values in prediction too, or in a share that nobody knows')
    if (ratio === 0) reading.give(input)
    else {
      const rate = Math.round(ratio * 1e6) / 1e6
      reading.append({ settings: { type: 'dropout', rate }, inputs: [input], axes: input.axes })
    }
  },
  Pad(reading) {
    const input = reading.activation(0)
    const { attributes } = reading
    if ((attributes.text('mode') ?? 'constant') !== 'constant')
      throw reading.refuse('pads with something else than zeros')
    const pads = attributes.ints('pads') ?? reading.wholes(1)
    const filler = reading.optional(2)
    const value = attributes.float('value') ?? (filler === undefined ? 0 : onlyNumber(reading.constant(2)))
    if (value !== 0) throw reading.refuse('pads with something else than zeros')
    const rank = sizesOf(input).length
    const axes =
      reading.optional(3) === undefined ? Array.from({ length: rank }, (_, i) => i) : reading.wholes(3)
    const sides = (axis: number | undefined): [number, number] => {
      const at = axes.findIndex((one) => (one < 0 ? one + rank : one) === axis)
      return at === -1 ? [0, 0] : [pads[at] ?? 0, pads[at + pads.length / 2] ?? 0]
    }
    const { spatial, channel } = axesOf(input.axes)
    if (pads.length !== 2 * axes.length || [...sides(0), ...sides(channel)].some((n) => n !== 0)) {
      throw reading.refuse('pads other axes than height and width')
    }
    reading.give(framed(reading, input, { rows: sides(spatial[0]), columns: sides(spatial[1]) }))
  }
}

/** FLOAT, FLOAT16, DOUBLE, BFLOAT16 */
const floats = new Set([1, 10, 11, 16])

function flat(reading: OperatorReading, input: OnnxActivation): void {
  if (input.shape.length === 1) reading.give({ ...input, axes: 'flat' })
  else reading.append({ settings: { type: 'flatten' }, inputs: [input], axes: 'flat' })
}

const cannotLayOut = (reading: OperatorReading) =>
  reading.refuse('lays values out in a way that Tenfold does not support')
