import { required } from '../../../core/base/required'
import { volume } from '../../../core/layers/shape'
import { invalidCheckpoint } from '../../checkpoint/invalid-checkpoint'
import type { TensorValues } from './named-tensor'
import { bytesOfType, isFloat, numberReader, type TensorType } from './tensor-type'
import type { ValueBudget } from './value-budget'

/** Where the numbers of a tensor are. Its user has checked that they are all there. */
export interface TensorPlace {
  readonly bytes: Uint8Array
  readonly type: TensorType
  readonly littleEndian: boolean
  readonly shape: readonly number[]
  /** In numbers, as `strides`. */
  readonly offset: number
  /** From one index to the next, for each axis. */
  readonly strides: readonly number[]
}

/**
 * Copies the numbers of a tensor out of a file, row by row.
 * @param what for errors: `The weights conv1.weight in net.pth`
 * @throws LabError 'checkpoint-invalid' when one is NaN, infinite or too large for float32, or there are too many
 */
export function readValues(place: TensorPlace, budget: ValueBudget, what: string): TensorValues {
  const { type } = place
  const count = volume(place.shape)
  if (!isFloat(type)) {
    budget.spend(8 * count)
    const values = new Float64Array(count)
    fill(values, place)
    return { type, values }
  }
  budget.spend(4 * count)
  const values = new Float32Array(count)
  fill(values, place)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw notFinite(place, wrong, what)
  return { type, values }
}

/** Rows of the last axis, one after the other. */
function fill(values: Float32Array | Float64Array, place: TensorPlace): void {
  if (values.length === 0) return
  const read = numberReader(place.bytes, place.type, place.littleEndian)
  const size = bytesOfType(place.type)
  const axes = usedAxes(place)
  const last = axes.pop()
  if (last === undefined) {
    values[0] = read(place.offset * size)
    return
  }
  const step = last.stride * size
  const index = axes.map(() => 0)
  let row = place.offset * size
  for (let i = 0; i < values.length;) {
    for (let k = 0, at = row; k < last.length; k++, at += step) values[i++] = read(at)
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { length, stride } = required(axes[axis], 'an axis')
      const next = required(index[axis], 'an index of each axis') + 1
      row += stride * size
      index[axis] = next
      if (next < length) break
      row -= length * stride * size
      index[axis] = 0
    }
  }
}

/** Those that have more than one index. */
function usedAxes({ shape, strides }: TensorPlace): { readonly length: number; readonly stride: number }[] {
  return shape
    .map((length, axis) => ({ length, stride: required(strides[axis], 'a stride of each axis') }))
    .filter(({ length }) => length !== 1)
}

function numberAt({ bytes, type, littleEndian, shape, offset, strides }: TensorPlace, index: number): number {
  let at = offset
  let rest = index
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = required(shape[axis], 'an axis')
    at += (rest % length) * required(strides[axis], 'a stride of each axis')
    rest = Math.floor(rest / length)
  }
  return numberReader(bytes, type, littleEndian)(at * bytesOfType(type))
}

function notFinite(place: TensorPlace, at: number, what: string): Error {
  const value = numberAt(place, at)
  return Number.isFinite(value)
    ? invalidCheckpoint(
        `${what} contain ${value}, which is too large for float32.`,
        'Save the network as float32, and check that its values are finite.'
      )
    : invalidCheckpoint(
        `${what} contain ${value}, which is not a finite number.`,
        'The network diverged before it was saved, or the file is damaged. Use an earlier checkpoint.'
      )
}
