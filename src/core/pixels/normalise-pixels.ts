import { volume } from '../layers/shape'

/** Of one channel: byte * scale + offset. */
interface Transform {
  readonly scale: number
  readonly offset: number
}

/**
 * What a network makes of images before its first layer, with the float32 constants that every engine uses.
 * @param transforms of each channel
 * @param images u8[N, C, H, W]
 * @returns f64[N, H, W, C]
 */
export function normalisePixels(
  shape: readonly [number, number, number],
  transforms: readonly Transform[],
  images: Uint8Array
): Float64Array {
  const [height, width, channels] = shape
  const plane = height * width
  const result = new Float64Array(images.length)
  transforms.forEach((transform, channel) => {
    const [scale, offset] = [Math.fround(transform.scale), Math.fround(transform.offset)]
    for (let first = 0; first < images.length; first += volume(shape)) {
      const from = first + channel * plane
      images.subarray(from, from + plane).forEach((byte, i) => {
        result[first + i * channels + channel] = byte * scale + offset
      })
    }
  })
  return result
}
