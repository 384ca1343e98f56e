/** A value of Python's as a `.pth` file holds it. A bare number is a float. */
export type PythonValue =
  | null
  | boolean
  | number
  | string
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly PythonValue[] }
  | PythonDict
  | PythonTensor

export interface PythonDict {
  readonly kind: 'dict'
  /** Whether it is a `collections.OrderedDict`, as the state dict of a module is. */
  readonly ordered: boolean
  readonly entries: readonly (readonly [key: string | number, value: PythonValue])[]
}

/** A contiguous tensor. */
export interface PythonTensor {
  readonly kind: 'tensor'
  readonly type: 'float32' | 'int64'
  readonly shape: readonly number[]
  /** Its values, little-endian. */
  readonly bytes: Uint8Array
}

export const pythonInt = (value: number): PythonValue => ({ kind: 'int', value })

/** A plain `dict`. */
export function pythonDict(entries: PythonDict['entries']): PythonDict {
  return { kind: 'dict', ordered: false, entries }
}

/** An `OrderedDict`. */
export function orderedDict(entries: PythonDict['entries']): PythonDict {
  return { kind: 'dict', ordered: true, entries }
}

/** A scalar that counts, as `num_batches_tracked` does. */
export function pythonCount(value: number): PythonTensor {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return { kind: 'tensor', type: 'int64', shape: [], bytes }
}
