import type { NumberType } from './number-type'

/** What a pickle is made of, as data. */
export type PickleValue =
  | null
  | boolean
  | number
  | PickleBytes
  | PickleText
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleNumberType
  | PickleArray

/** bytes, or a text of Python 2: a part of the file. */
export interface PickleBytes {
  readonly kind: 'bytes'
  readonly bytes: Buffer
}

/** Text, undecoded: one may be as long as all images. */
export interface PickleText {
  readonly kind: 'text'
  readonly bytes: Buffer
  readonly encoding: 'utf8' | 'raw-unicode-escape'
}

export interface PickleTuple {
  readonly kind: 'tuple'
  readonly items: readonly PickleValue[]
}

export interface PickleList {
  readonly kind: 'list'
  readonly items: PickleValue[]
}

export interface PickleDict {
  readonly kind: 'dict'
  readonly entries: Map<string, PickleValue>
}

/** A function or class of Python's: a name, never run. */
export interface PickleGlobal {
  readonly kind: 'global'
  readonly name: string
}

/** numpy's dtype. Its byte order comes after it has been made. */
export interface PickleNumberType {
  readonly kind: 'number-type'
  type: NumberType
}

/** numpy's array. Its content comes after it has been made. */
export interface PickleArray {
  readonly kind: 'array'
  content: ArrayContent | undefined
}

export interface ArrayContent {
  readonly shape: readonly number[]
  readonly type: NumberType
  readonly fortran: boolean
  readonly data: Buffer
}

/** What a value is, for errors. */
export function describeValue(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value !== 'object') return `a ${typeof value}`
  return value.kind === 'array' ? 'an array' : `a ${value.kind}`
}
