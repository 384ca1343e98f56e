/** What a pickle is made of, as data. */
export type PickleValue =
  | null
  | boolean
  | number
  | PickleLong
  | PickleBytes
  | PickleText
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleGlobal
  | PickleObject

/** A whole number that a float64 may not hold exactly. */
export interface PickleLong {
  readonly kind: 'long'
  readonly value: bigint
}

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

/** A list or a set. */
export interface PickleList {
  readonly kind: 'list'
  readonly items: PickleValue[]
}

export interface PickleDict {
  readonly kind: 'dict'
  readonly entries: Map<string | number, PickleValue>
  /** A class of Python's that may carry attributes besides its entries, as OrderedDict does. They are not kept. */
  readonly subclass: boolean
}

/** A function or class of Python's: a name, never run. */
export interface PickleGlobal {
  readonly kind: 'global'
  readonly name: string
}

/** What a dialect makes of a function's arguments. Its classes tell by `instanceof` which it is. */
export interface PickleObject {
  readonly kind: 'object'
  /** For errors: `an array`. */
  readonly what: string
  /** Takes what comes after it has been made. @throws the dialect's error */
  setState?(state: PickleValue): void
}

type Kinded = Extract<PickleValue, { readonly kind: string }>

export function isKind<K extends Kinded['kind']>(
  value: PickleValue | undefined,
  kind: K
): value is Extract<Kinded, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}

/** What a value is, for errors. */
export function describeValue(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value !== 'object') return `a ${typeof value}`
  return value.kind === 'object' ? value.what : `a ${value.kind}`
}
