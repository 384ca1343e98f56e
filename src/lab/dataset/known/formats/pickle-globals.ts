import { badFile, unsuitableFile } from './bad-file'
import { type NumberType, parseNumberType } from './number-type'
import { latin1Bytes, nameOf } from './pickle-text'
import type { ArrayContent, PickleArray, PickleNumberType, PickleValue } from './pickle-value'

type Builder = (parts: readonly PickleValue[], file: string) => PickleValue

/**
 * The functions that a pickled array of numbers names, and what they would make. None of Python's is run: these are all
 * there are.
 */
const builders: Readonly<Record<string, Builder | 'class'>> = {
  'numpy.ndarray': 'class',
  'numpy.dtype': makeNumberType,
  'numpy.core.multiarray._reconstruct': makeArray,
  'numpy._core.multiarray._reconstruct': makeArray,
  'numpy.core.numeric._frombuffer': makeFilledArray,
  'numpy._core.numeric._frombuffer': makeFilledArray,
  '_codecs.encode': encode
}

/** @throws LabError 'data-corrupt' that names what the pickle asks for */
export function requireKnownGlobal(name: string, file: string): void {
  if (Object.hasOwn(builders, name)) return
  throw badFile(
    file,
    `asks to run ${name}. Tenfold runs nothing that a data file asks for, and refused the file`,
    'If you did not make this file, do not open it in Python.'
  )
}

/** What a known function would make of these arguments. */
export function build(name: string, parts: readonly PickleValue[], file: string): PickleValue {
  const builder = builders[name]
  if (builder === undefined || builder === 'class') throw badFile(file, `calls ${name}, which is no function`)
  return builder(parts, file)
}

function makeNumberType([code]: readonly PickleValue[], file: string): PickleValue {
  const text = nameOf(code)
  const type = text === undefined ? undefined : parseNumberType(text)
  if (type !== undefined) return { kind: 'number-type', type }
  const what =
    text?.includes('O') === true
      ? 'Python objects'
      : `elements of the type ${text?.slice(0, 40) ?? 'unknown'}`
  throw unsuitableFile(file, `holds ${what}`, 'Tenfold reads arrays of plain numbers.')
}

function makeArray([type]: readonly PickleValue[], file: string): PickleValue {
  if (!isKind(type, 'global') || type.name !== 'numpy.ndarray')
    throw badFile(file, 'makes an array of no known kind')
  return { kind: 'array', content: undefined }
}

function makeFilledArray([data, type, shape, order]: readonly PickleValue[], file: string): PickleValue {
  const array: PickleArray = { kind: 'array', content: undefined }
  const fortran = nameOf(order) === 'F'
  array.content = arrayContent(shape, type, fortran, data, file)
  return array
}

function encode([text, encoding]: readonly PickleValue[], file: string): PickleValue {
  const bytes = isKind(text, 'text') && nameOf(encoding) === 'latin1' ? latin1Bytes(text) : undefined
  if (bytes === undefined) throw badFile(file, 'holds bytes that are not written as numpy writes them')
  return { kind: 'bytes', bytes }
}

/** The byte order: (version, order, subtype, names, fields, …). */
export function setNumberType(target: PickleNumberType, state: PickleValue, file: string): void {
  const items = isKind(state, 'tuple') ? state.items : []
  const order = nameOf(items[1])
  if (order === undefined || !/^[<>|=]$/.test(order) || [2, 3, 4].some((i) => items[i] !== null)) {
    throw unsuitableFile(file, 'holds an array of records', 'Tenfold reads arrays of plain numbers.')
  }
  const type: NumberType = { kind: target.type.kind, littleEndian: order !== '>' }
  target.type = type
}

/** (version, shape, type, whether in Fortran's order, data) */
export function setArray(target: PickleArray, state: PickleValue, file: string): void {
  const [, shape, type, fortran, data] = isKind(state, 'tuple') ? state.items : []
  if (typeof fortran !== 'boolean') throw badFile(file, 'holds an array that is not as numpy writes it')
  target.content = arrayContent(shape, type, fortran, data, file)
}

function arrayContent(
  shape: PickleValue | undefined,
  type: PickleValue | undefined,
  fortran: boolean,
  data: PickleValue | undefined,
  file: string
): ArrayContent {
  const lengths = isKind(shape, 'tuple') ? shape.items.filter((length) => typeof length === 'number') : []
  if (!isKind(type, 'number-type') || !isKind(data, 'bytes') || !isKind(shape, 'tuple')) {
    throw badFile(file, 'holds an array that is not as numpy writes it')
  }
  const bytes = lengths.reduce((product, length) => product * length, Number(type.type.kind.slice(1)))
  if (
    lengths.length !== shape.items.length ||
    lengths.some((length) => !Number.isInteger(length) || length < 0) ||
    bytes !== data.bytes.length
  ) {
    throw badFile(
      file,
      `holds an array of [${lengths.slice(0, 8).join(', ')}] with ${data.bytes.length} bytes`
    )
  }
  return { shape: lengths, type: type.type, fortran, data: data.bytes }
}

type Kinded = Extract<PickleValue, { readonly kind: string }>

export function isKind<K extends Kinded['kind']>(
  value: PickleValue | undefined,
  kind: K
): value is Extract<Kinded, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}
