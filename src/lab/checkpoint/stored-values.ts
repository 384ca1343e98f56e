import { z } from '../../core/base/schema'
import { volume } from '../../core/layers/shape'

/**
 * How a file of TensorFlow.js keeps a weight: as float32, or with fewer bits to be smaller. float16 is a narrower float; of
 * uint8 and uint16 each value q stands for q * scale + min. As in io_utils.ts of tfjs-core.
 */
export const quantization = z.union([
  z.object({ dtype: z.literal('float16') }),
  z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() })
])
export type Quantization = z.infer<typeof quantization>

const bytesEach = { float16: 2, uint8: 1, uint16: 2 } as const

/** Bytes that a weight takes in the file. */
export function storedBytes(shape: readonly number[], how: Quantization | undefined): number {
  return volume(shape) * (how === undefined ? 4 : bytesEach[how.dtype])
}

/**
 * @param bytes little-endian, `storedBytes` of them
 * @returns f32[values]
 */
export function storedValues(bytes: Uint8Array, how: Quantization | undefined): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (how === undefined)
    return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true))
  switch (how.dtype) {
    case 'float16':
      return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
        fromFloat16(view.getUint16(2 * i, true))
      )
    case 'uint16':
      return Float32Array.from(
        { length: bytes.length / 2 },
        (_, i) => view.getUint16(2 * i, true) * how.scale + how.min
      )
    case 'uint8':
      return Float32Array.from(bytes, (value) => value * how.scale + how.min)
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
