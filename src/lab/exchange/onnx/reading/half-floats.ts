/** A number of 16 bits: sign, 5 bits of exponent, 10 of fraction (IEEE 754 binary16). */
export function float16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

const words = new DataView(new ArrayBuffer(4))

/** The upper half of a float32. */
export function bfloat16(bits: number): number {
  words.setUint16(0, bits)
  return words.getFloat32(0)
}
