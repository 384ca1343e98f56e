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
  const wrong = firstNotFinite(values)
  if (wrong !== undefined) throw notFinite(place, wrong, what)
  return { type, values }
}

/** As a plain loop: there may be millions. */
function firstNotFinite(values: Float32Array): number | undefined {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i
  }
  return undefined
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
  const copyRow = rowCopier(values, place, last.stride)
  const index = axes.map(() => 0)
  let row = place.offset * size
  for (let i = 0; i < values.length;) {
    if (copyRow === undefined)
      for (let k = 0, at = row; k < last.length; k++, at += step) values[i++] = read(at)
    else {
      copyRow(i, row, last.length)
      i += last.length
    }
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

/** Copies numbers that lie in the file as they do in memory; undefined when they do not. */
function rowCopier(
  values: Float32Array | Float64Array,
  { bytes, type, littleEndian }: TensorPlace,
  stride: number
): ((to: number, from: number, length: number) => void) | undefined {
  if (type !== 'float32' || stride !== 1 || littleEndian !== littleEndianHere) return undefined
  const target = new Uint8Array(values.buffer)
  return (to, from, length) => target.set(bytes.subarray(from, from + 4 * length), 4 * to)
}

const littleEndianHere = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

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
