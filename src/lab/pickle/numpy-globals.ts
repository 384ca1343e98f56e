import { type NumberType, parseNumberType } from '../dataset/known/formats/number-type'
import type { PickleBuilder, PickleDialect } from './pickle-dialect'
import { latin1Bytes, nameOf } from './pickle-text'
import { isKind, type PickleObject, type PickleValue } from './pickle-value'

/** What an array of numpy's holds. */
export interface ArrayContent {
  readonly shape: readonly number[]
  readonly type: NumberType
  readonly fortran: boolean
  readonly data: Buffer
}

/** numpy's dtype. Its byte order comes after it has been made. */
export class NumpyType implements PickleObject {
  readonly kind = 'object'
  readonly what = 'a number-type'
  readonly #dialect: PickleDialect
  type: NumberType

  constructor(type: NumberType, dialect: PickleDialect) {
    this.type = type
    this.#dialect = dialect
  }

  /** The byte order: (version, order, subtype, names, fields, …). */
  setState(state: PickleValue): void {
    const items = isKind(state, 'tuple') ? state.items : []
    const order = nameOf(items[1])
    if (order === undefined || !/^[<>|=]$/.test(order) || [2, 3, 4].some((i) => items[i] !== null)) {
      throw this.#dialect.unsuitable('holds an array of records', plainNumbers)
    }
    this.type = { kind: this.type.kind, littleEndian: order !== '>' }
  }
}

/** numpy's array. Its content comes after it has been made. */
export class NumpyArray implements PickleObject {
  readonly kind = 'object'
  readonly what = 'an array'
  readonly #dialect: PickleDialect
  content: ArrayContent | undefined

  constructor(dialect: PickleDialect, content?: ArrayContent) {
    this.#dialect = dialect
    this.content = content
  }

  /** (version, shape, type, whether in Fortran's order, data) */
  setState(state: PickleValue): void {
    const [, shape, type, fortran, data] = isKind(state, 'tuple') ? state.items : []
    if (typeof fortran !== 'boolean') throw notAsNumpyWrites(this.#dialect)
    this.content = arrayContent(shape, type, fortran, data, this.#dialect)
  }
}

const plainNumbers = 'Tenfold reads arrays of plain numbers.'

/** The functions that a pickled array of numbers names. */
export const numpyGlobals: Readonly<Record<string, PickleBuilder | 'class'>> = {
  'numpy.ndarray': 'class',
  'numpy.dtype': makeType,
  'numpy.core.multiarray._reconstruct': makeArray,
  'numpy._core.multiarray._reconstruct': makeArray,
  'numpy.core.numeric._frombuffer': makeFilledArray,
  'numpy._core.numeric._frombuffer': makeFilledArray,
  '_codecs.encode': encode
}

function makeType([code]: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  const text = nameOf(code)
  const type = text === undefined ? undefined : parseNumberType(text)
  if (type !== undefined) return new NumpyType(type, dialect)
  const what =
    text?.includes('O') === true
      ? 'Python objects'
      : `elements of the type ${text?.slice(0, 40) ?? 'unknown'}`
  throw dialect.unsuitable(`holds ${what}`, plainNumbers)
}

function makeArray([type]: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  if (!isKind(type, 'global') || type.name !== 'numpy.ndarray')
    throw dialect.bad('makes an array of no known kind')
  return new NumpyArray(dialect)
}

function makeFilledArray(
  [data, type, shape, order]: readonly PickleValue[],
  dialect: PickleDialect
): PickleValue {
  return new NumpyArray(dialect, arrayContent(shape, type, nameOf(order) === 'F', data, dialect))
}

function encode([text, encoding]: readonly PickleValue[], dialect: PickleDialect): PickleValue {
  const bytes = isKind(text, 'text') && nameOf(encoding) === 'latin1' ? latin1Bytes(text) : undefined
  if (bytes === undefined) throw dialect.bad('holds bytes that are not written as numpy writes them')
  return { kind: 'bytes', bytes }
}

function arrayContent(
  shape: PickleValue | undefined,
  type: PickleValue | undefined,
  fortran: boolean,
  data: PickleValue | undefined,
  dialect: PickleDialect
): ArrayContent {
  const lengths = isKind(shape, 'tuple') ? shape.items.filter((length) => typeof length === 'number') : []
  if (!(type instanceof NumpyType) || !isKind(data, 'bytes') || !isKind(shape, 'tuple')) {
    throw notAsNumpyWrites(dialect)
  }
  const bytes = lengths.reduce((product, length) => product * length, Number(type.type.kind.slice(1)))
  if (
    lengths.length !== shape.items.length ||
    lengths.some((length) => !Number.isInteger(length) || length < 0) ||
    bytes !== data.bytes.length
  ) {
    throw dialect.bad(`holds an array of [${lengths.slice(0, 8).join(', ')}] with ${data.bytes.length} bytes`)
  }
  return { shape: lengths, type: type.type, fortran, data: data.bytes }
}

function notAsNumpyWrites(dialect: PickleDialect): Error {
  return dialect.bad('holds an array that is not as numpy writes it')
}
