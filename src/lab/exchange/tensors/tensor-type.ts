/** How the numbers of a tensor lie in a file. */
export type TensorType = FloatType | WholeType
export const floatTypes = ['float32', 'float64', 'float16', 'bfloat16'] as const
export type FloatType = (typeof floatTypes)[number]
export const wholeTypes = ['int64', 'int32', 'int16', 'int8', 'uint8', 'bool'] as const
export type WholeType = (typeof wholeTypes)[number]

const elementBytes: Readonly<Record<TensorType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1
}

/** Bytes of one number in a file. */
export function bytesOfType(type: TensorType): number {
  return elementBytes[type]
}

export function isFloat(type: TensorType): type is FloatType {
  return type === 'float32' || type === 'float64' || type === 'float16' || type === 'bfloat16'
}

/** Reads the number at a byte. Whole numbers are exact up to 2^53. */
export function numberReader(
  bytes: Uint8Array,
  type: TensorType,
  littleEndian: boolean
): (at: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (type) {
    case 'float32':
      return (at) => view.getFloat32(at, littleEndian)
    case 'float64':
      return (at) => view.getFloat64(at, littleEndian)
    case 'float16':
      return (at) => halfFloats.getFloat32(4 * view.getUint16(at, littleEndian))
    case 'bfloat16':
      return (at) => upperHalves.getFloat32(4 * view.getUint16(at, littleEndian))
    case 'int64':
      return (at) => Number(view.getBigInt64(at, littleEndian))
    case 'int32':
      return (at) => view.getInt32(at, littleEndian)
    case 'int16':
      return (at) => view.getInt16(at, littleEndian)
    case 'int8':
      return (at) => view.getInt8(at)
    case 'uint8':
      return (at) => view.getUint8(at)
    case 'bool':
      return (at) => (view.getUint8(at) === 0 ? 0 : 1)
  }
}

/** f32[65536]: what each 16 bits stand for. There are millions in a file. */
const halfFloats = new DataView(new ArrayBuffer(4 * 65_536))
/** bfloat16 is the upper half of a float32. */
const upperHalves = new DataView(new ArrayBuffer(4 * 65_536))
for (let bits = 0; bits < 65_536; bits++) {
  halfFloats.setFloat32(4 * bits, halfFloat(bits))
  upperHalves.setUint16(4 * bits, bits)
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
