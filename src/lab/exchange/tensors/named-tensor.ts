import type { FloatType, WholeType } from './tensor-type'

/** The tensors of a file under their names, in the file's order. */
export type NamedTensors = readonly NamedTensor[]

/** A tensor whose numbers are in memory, row by row. */
export type NamedTensor = { readonly name: string; readonly shape: readonly number[] } & TensorValues

/** Numbers of a tensor: what the file holds decides which. */
export type TensorValues =
  | {
      /** What it is in the file; its values are float32 here, all of them finite. */
      readonly type: FloatType
      readonly values: Float32Array
    }
  | {
      readonly type: WholeType
      /** Whole numbers, exact up to 2^53; those of a bool are 0 and 1. */
      readonly values: Float64Array
    }
