import type { TensorType } from '../tensors/tensor-type'
import type { ValueBudget } from '../tensors/value-budget'

/** What a file of PyTorch's holds. Nothing in it has been run. */
export interface PthContent {
  /** Its name, for errors. */
  readonly file: string
  /** `zip` is written by PyTorch 1.6 and later, `legacy` by the versions before, and on request. */
  readonly format: 'zip' | 'legacy'
  readonly value: PthValue
  /** Counts what has been unpacked of the file, and stays in memory with it. */
  readonly budget: ValueBudget
}

/** A value of Python's, as a tree of a bounded number of values and depth: what is shared in the file comes repeatedly. */
export type PthValue = null | boolean | number | string | PthList | PthDict | PthTensor | PthOther

/** A list, tuple or set. */
export interface PthList {
  readonly kind: 'list'
  readonly items: readonly PthValue[]
}

/** In the file's order. */
export interface PthDict {
  readonly kind: 'dict'
  readonly entries: ReadonlyMap<string | number, PthValue>
}

/** A tensor whose numbers have not been read: `readTensors` does it. All of them lie in its storage. */
export interface PthTensor {
  readonly kind: 'tensor'
  readonly type: TensorType
  readonly shape: readonly number[]
  /** From one index to the next along each axis, in numbers. */
  readonly strides: readonly number[]
  /** Of the first number in the storage, in numbers. */
  readonly offset: number
  readonly storage: PthStorage
}

/** The numbers of a tensor, or of several that share them. */
export interface PthStorage {
  readonly littleEndian: boolean
  /** @throws LabError 'checkpoint-invalid' */
  readonly read: () => Uint8Array
}

/** What Tenfold has no use for. */
export interface PthOther {
  readonly kind: 'other'
  /** `torch.float32`, `an array of NumPy’s`. */
  readonly what: string
}
