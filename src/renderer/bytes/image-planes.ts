import { bytesFromBase64 } from './base64'

const imageBytes = 3 * 32 * 32

/** base64 of u8[count, 3, 32, 32] -> one view of the bytes for each image */
export function imagePlanes(images: string): Uint8Array[] {
  const bytes = bytesFromBase64(images)
  return Array.from({ length: Math.floor(bytes.length / imageBytes) }, (_, i) =>
    bytes.subarray(i * imageBytes, (i + 1) * imageBytes)
  )
}
