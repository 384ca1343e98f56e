import type { ImageShape } from '../../core/data/dataset-info'
import { bytesFromBase64 } from './base64'

/** base64 of u8[count, channels, height, width] -> one view of the bytes for each image */
export function imagePlanes(images: string, [height, width, channels]: ImageShape): Uint8Array[] {
  const imageBytes = height * width * channels
  const bytes = bytesFromBase64(images)
  return Array.from({ length: Math.floor(bytes.length / imageBytes) }, (_, i) =>
    bytes.subarray(i * imageBytes, (i + 1) * imageBytes)
  )
}
