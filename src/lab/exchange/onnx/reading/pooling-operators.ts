import { axesOf, type OnnxActivation } from './onnx-value'
import type { OperatorReading } from './operator-reading'
import { framed, readWindow } from './window-reading'

/** The operators that make one value of several of a map. */
export const poolingOperators: Readonly<Record<string, (reading: OperatorReading) => void>> = {
  MaxPool(reading) {
    reading.attributes.pass('storage_order')
    pool(reading, 'maxPool2d', (input) => {
      if (!input.positive) {
        throw reading.refuse(
          'pads the image with the least value; Tenfold can pad with 0 only, where no value is below 0'
        )
      }
    })
  },
  AveragePool(reading) {
    const counts = reading.attributes.int('count_include_pad') === 1
    pool(reading, 'averagePool2d', () => {
      if (!counts) throw reading.refuse('leaves its padding out of the mean, which Tenfold does not support')
    })
  },
  GlobalAveragePool: (reading) => poolAll(reading, 'globalAveragePool2d', true),
  GlobalMaxPool: (reading) => poolAll(reading, 'globalMaxPool2d', true),
  ReduceMean: (reading) => reduce(reading, 'globalAveragePool2d'),
  ReduceMax: (reading) => reduce(reading, 'globalMaxPool2d')
}

/** @param mayPad throws unless zeros around the image do the same as the operator's padding */
function pool(
  reading: OperatorReading,
  type: 'maxPool2d' | 'averagePool2d',
  mayPad: (input: OnnxActivation) => void
): void {
  const input = reading.activation(0)
  const { size, strides, rows, columns } = readWindow(reading, input)
  const { shape } = input
  if (shape.length !== 3) throw reading.refuse('slides a window over values that are flat')
  const rest = ([before, behind]: readonly [number, number], axis: 0 | 1): number =>
    (shape[axis] + before + behind - size[axis]) % strides[axis]
  if (reading.attributes.int('ceil_mode') === 1 && (rest(rows, 0) !== 0 || rest(columns, 1) !== 0)) {
    throw reading.refuse('has windows that reach past the image (ceil_mode), which Tenfold does not support')
  }
  if ([...rows, ...columns].some((n) => n !== 0)) mayPad(input)
  const inputs = [framed(reading, input, { rows, columns })]
  reading.append({ settings: { type, poolSize: size, strides }, inputs, axes: input.axes })
}

function reduce(reading: OperatorReading, type: 'globalAveragePool2d' | 'globalMaxPool2d'): void {
  const input = reading.activation(0)
  const { attributes } = reading
  const keeps = (attributes.int('keepdims') ?? 1) === 1
  attributes.only('noop_with_empty_axes', 0)
  const listed = attributes.ints('axes') ?? (reading.optional(1) === undefined ? [] : reading.wholes(1))
  const axes = listed.map((axis) => (axis < 0 ? axis + 4 : axis)).sort((a, b) => a - b)
  if (input.axes === 'flat' || axes.join() !== axesOf(input.axes).spatial.join()) {
    throw reading.refuse('goes over other axes than height and width')
  }
  poolAll(reading, type, keeps)
}

function poolAll(
  reading: OperatorReading,
  type: 'globalAveragePool2d' | 'globalMaxPool2d',
  keeps: boolean
): void {
  const input = reading.activation(0)
  const axes = keeps ? input.axes : 'flat'
  if (reading.op.startsWith('Global') && input.axes !== 'first')
    throw reading.refuse('takes no image with its channels first')
  if (input.shape.length === 1) reading.give({ ...input, axes })
  else reading.append({ settings: { type }, inputs: [input], axes })
}
