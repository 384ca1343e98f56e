import { volume } from '../layers/shape'
import { type channelPixels, pixelTransforms } from './pixel-range'

/**
 * What a network makes of images before its first layer, with the float32 constants that every engine uses.
 * @param images u8[N, C, H, W]
 * @returns f64[N, H, W, C]
 */
export function normalisedImages(
  model: Parameters<typeof channelPixels>[0],
  images: Uint8Array
): Float64Array {
  const [height, width, channels] = model.inputShape
  const plane = height * width
  const result = new Float64Array(images.length)
  pixelTransforms(model).forEach((transform, channel) => {
    const [scale, offset] = [Math.fround(transform.scale), Math.fround(transform.offset)]
    for (let first = 0; first < images.length; first += volume(model.inputShape)) {
      const from = first + channel * plane
      images.subarray(from, from + plane).forEach((byte, i) => {
        result[first + i * channels + channel] = byte * scale + offset
      })
    }
  })
  return result
}
