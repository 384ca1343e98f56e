import { LabError } from '../base/lab-error'
import { z } from '../base/schema'
import type { FieldRange, SlidingWindow } from './layer-kind'
import type { Shape } from './shape'

export const windowRange: FieldRange = { min: 1, max: 64, whole: true }
export const paddingRange: FieldRange = { min: 0, max: 32, whole: true }

const pair = ({ min, max }: FieldRange) => {
  const range = `must be two whole numbers from ${min} to ${max}, such as [2, 2]`
  const side = z.int(range).min(min, range).max(max, range)
  return z.tuple([side, side], range)
}
/** [height, width], in pixels: of a window, or of its strides. */
export const windowSize = pair(windowRange)
/** [rows, columns] of zeros on each side. */
export const windowPadding = pair(paddingRange)

/**
 * Output size of a window that slides: floor((W - F + 2P) / S) + 1, as in PyTorch's Conv2d and MaxPool2d.
 * @returns pixels, or 0 when the window does not fit once
 */
export function outputSize(input: number, window: number, stride: number, padding: number): number {
  const room = input - window + 2 * padding
  return room < 0 ? 0 : Math.floor(room / stride) + 1
}

/**
 * The places that a window finds in an image, and the image's channels.
 * @param pads whether the layer has a padding that can be set
 * @returns [height, width, channels of the input]
 * @throws LabError 'invalid-input' when there is no image, or it is smaller than the window
 */
export function slide(
  name: string,
  { size, strides, padding }: SlidingWindow,
  input: Shape,
  pads: boolean
): readonly [number, number, number] {
  if (input.length !== 3) {
    throw new LabError(
      'invalid-input',
      `Layer ${name} slides a window over an image, but its input is flat (${input[0]} values).`,
      `Move ${name} before the layer that makes the values flat: a flatten, dense or global pooling layer.`
    )
  }
  const [rows, columns, channels] = input
  const height = outputSize(rows, size[0], strides[0], padding[0])
  const width = outputSize(columns, size[1], strides[1], padding[1])
  if (height > 0 && width > 0) return [height, width, channels]
  throw new LabError(
    'invalid-input',
    `Layer ${name} has a window of ${size.join(' × ')}, larger than its ${rows} × ${columns} input.`,
    pads
      ? 'Make the window smaller, add padding, or remove the layer.'
      : 'Make the window smaller, or remove the layer.'
  )
}

/** A window's padding; where the image is smaller than the window all the same, half the window's size. */
export function paddingThatFits(
  { size, padding }: SlidingWindow,
  [rows = 0, columns = 0]: Shape
): [number, number] {
  const side = (axis: 0 | 1, length: number): number =>
    length + 2 * padding[axis] < size[axis] ? size[axis] >> 1 : padding[axis]
  return [side(0, rows), side(1, columns)]
}
