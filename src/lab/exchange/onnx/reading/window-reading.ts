import type { OnnxActivation } from './onnx-value'
import type { OperatorReading } from './operator-reading'

type Pair = readonly [number, number]

/** How a window slides over an image, and the zeros around it. */
export interface ReadWindow {
  readonly size: Pair
  readonly strides: Pair
  /** Zeros [above, below] and [left, right]. */
  readonly rows: Pair
  readonly columns: Pair
}

/** @param kernel its size, where the operator does not say it */
export function readWindow(
  reading: OperatorReading,
  input: OnnxActivation,
  kernel?: readonly number[]
): ReadWindow {
  const { attributes } = reading
  const pair = (numbers: readonly number[], name: string): Pair => {
    const [height, width] = numbers
    if (numbers.length === 2 && height !== undefined && width !== undefined) return [height, width]
    throw reading.refuse(
      `has ${numbers.length} numbers as its ${name}; windows here have a height and a width`
    )
  }
  if (input.axes === 'last') throw reading.refuse('takes images with their channels behind')
  const shape = attributes.ints('kernel_shape') ?? kernel
  if (shape === undefined) throw reading.refuse('does not say how large its window is')
  const size = pair(shape, 'window')
  const strides = pair(attributes.ints('strides') ?? [1, 1], 'strides')
  if ((attributes.ints('dilations') ?? []).some((n) => n !== 1)) {
    throw reading.refuse('has a dilation, which Tenfold does not support')
  }
  const pads = attributes.ints('pads') ?? [0, 0, 0, 0]
  const [top, left] = pair(pads.slice(0, pads.length / 2), 'padding')
  const [bottom, right] = pair(pads.slice(pads.length / 2), 'padding')
  const auto = attributes.text('auto_pad') ?? 'NOTSET'
  switch (auto) {
    case 'NOTSET':
      return { size, strides, rows: [top, bottom], columns: [left, right] }
    case 'VALID':
      return { size, strides, rows: [0, 0], columns: [0, 0] }
    case 'SAME_UPPER':
    case 'SAME_LOWER': {
      const [height, width] = input.shape.length === 3 ? input.shape : [1, 1]
      const sides = (length: number, axis: 0 | 1): Pair => {
        const total = Math.max(
          0,
          (Math.ceil(length / strides[axis]) - 1) * strides[axis] + size[axis] - length
        )
        const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)]
        return auto === 'SAME_UPPER' ? [less, more] : [more, less]
      }
      return { size, strides, rows: sides(height, 0), columns: sides(width, 1) }
    }
    default:
      throw reading.refuse('has an auto_pad that Tenfold does not know')
  }
}

/** Zeros around an image as a layer of its own. */
export function framed(
  reading: OperatorReading,
  input: OnnxActivation,
  { rows, columns }: Pick<ReadWindow, 'rows' | 'columns'>
): OnnxActivation {
  if ([...rows, ...columns].every((n) => n === 0)) return input
  return reading.append({
    settings: { type: 'zeroPadding2d', rows, columns },
    inputs: [input],
    axes: input.axes
  })
}
