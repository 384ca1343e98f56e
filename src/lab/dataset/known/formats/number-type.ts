/** How numbers lie in numpy's and MATLAB's files: kind and bytes, as numpy writes it. */
export const numberTypes = ['b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'] as const
export type NumberKind = (typeof numberTypes)[number]

export interface NumberType {
  readonly kind: NumberKind
  readonly littleEndian: boolean
}

export function bytesOf({ kind }: NumberType): number {
  return Number(kind.slice(1))
}

/** `|u1`, `<i8`, `u1` -> its type; undefined for objects, text, records and everything else */
export function parseNumberType(text: string): NumberType | undefined {
  const [, order, name] = /^([<>|=]?)([a-z][0-9]{1,2})$/.exec(text) ?? []
  const kind = numberTypes.find((candidate) => candidate === name)
  return kind === undefined ? undefined : { kind, littleEndian: order !== '>' }
}

/** The numbers of a block of bytes, one after the other; 64-bit ones to within 2^53. */
export function* numbersOf(bytes: Uint8Array, type: NumberType): Generator<number, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const step = bytesOf(type)
  for (let at = 0; at + step <= bytes.length; at += step) yield numberAt(view, at, type)
}

function numberAt(view: DataView, at: number, { kind, littleEndian }: NumberType): number {
  switch (kind) {
    case 'b1':
      return view.getUint8(at) === 0 ? 0 : 1
    case 'u1':
      return view.getUint8(at)
    case 'i1':
      return view.getInt8(at)
    case 'u2':
      return view.getUint16(at, littleEndian)
    case 'i2':
      return view.getInt16(at, littleEndian)
    case 'u4':
      return view.getUint32(at, littleEndian)
    case 'i4':
      return view.getInt32(at, littleEndian)
    case 'u8':
      return Number(view.getBigUint64(at, littleEndian))
    case 'i8':
      return Number(view.getBigInt64(at, littleEndian))
    case 'f4':
      return view.getFloat32(at, littleEndian)
    case 'f8':
      return view.getFloat64(at, littleEndian)
  }
}
