import type { PickleObject } from '../../pickle/pickle-value'
import { bytesOfType, type TensorType } from '../tensors/tensor-type'

/** Of each of PyTorch's classes for the numbers of a tensor, the type of these numbers. */
export const storageTypes: Readonly<Record<string, TensorType>> = {
  'torch.FloatStorage': 'float32',
  'torch.DoubleStorage': 'float64',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
  'torch.UntypedStorage': 'uint8',
  'torch.storage.UntypedStorage': 'uint8',
  'torch.storage._UntypedStorage': 'uint8'
}

/** The numbers of tensors, which lie outside the pickle under a key. */
export class TorchStorage implements PickleObject {
  readonly kind = 'object'
  readonly what = 'a storage'
  readonly key: string
  readonly type: TensorType
  /** Numbers of that type, as the pickle claims. */
  readonly length: number

  constructor(key: string, type: TensorType, length: number) {
    this.key = key
    this.type = type
    this.length = length
  }

  /** As the pickle claims. */
  get bytes(): number {
    return this.length * bytesOfType(this.type)
  }
}
