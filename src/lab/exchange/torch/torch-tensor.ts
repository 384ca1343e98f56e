import { required } from '../../../core/base/required'
import { volume } from '../../../core/layers/shape'
import type { PickleDialect } from '../../pickle/pickle-dialect'
import { describeValue, isKind, type PickleObject, type PickleValue } from '../../pickle/pickle-value'
import { bytesOfType, type TensorType } from '../tensors/tensor-type'
import { TorchStorage } from './torch-storage'

/** Of a convolution: 4. */
const mostAxes = 16
const mostLength = 2 ** 32

/** A tensor in a pickle: a view of a storage, within what the storage claims to hold. */
export class TorchTensor implements PickleObject {
  readonly kind = 'object'
  readonly what = 'a tensor'
  readonly storage: TorchStorage
  readonly type: TensorType
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number

  /**
   * @param view [storage, offset, shape, strides], as torch._utils._rebuild_tensor takes them
   * @throws the dialect's errors
   */
  constructor(view: readonly PickleValue[], dialect: PickleDialect, type?: TensorType) {
    const [storage, offset, shape, strides] = view
    if (!(storage instanceof TorchStorage)) throw dialect.bad('has a tensor without a storage')
    this.storage = storage
    this.type = type ?? storage.type
    this.offset = wholeNumber(offset, dialect)
    this.shape = wholeNumbers(shape, dialect)
    this.strides = wholeNumbers(strides, dialect)
    if (this.shape.length !== this.strides.length)
      throw dialect.bad(`has a tensor of ${this.shape.length} axes with ${this.strides.length} strides`)
    const needed = (this.#last + 1) * bytesOfType(this.type)
    if (volume(this.shape) > 0 && needed > storage.bytes) {
      throw dialect.bad(
        `has a tensor of shape [${this.shape.join(', ')}] that reaches beyond its storage of ${storage.bytes} bytes`
      )
    }
  }

  /** The place of the last number that it reaches. */
  get #last(): number {
    return this.shape.reduce(
      (last, length, axis) => last + (length - 1) * required(this.strides[axis], 'a stride of each axis'),
      this.offset
    )
  }
}

function wholeNumbers(value: PickleValue | undefined, dialect: PickleDialect): readonly number[] {
  if (!isKind(value, 'tuple') && !isKind(value, 'list')) {
    throw dialect.bad(`has a tensor with ${describeValue(value)} in place of its shape or strides`)
  }
  // A list may be long, and the file may refer to it often.
  if (value.items.length > mostAxes) throw dialect.bad(`has a tensor of ${value.items.length} axes`)
  return value.items.map((item) => wholeNumber(item, dialect))
}

function wholeNumber(value: PickleValue | undefined, dialect: PickleDialect): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostLength) return value
  const what = typeof value === 'number' ? value : describeValue(value)
  throw dialect.bad(`has a tensor with ${what} in its shape, strides or offset`)
}
