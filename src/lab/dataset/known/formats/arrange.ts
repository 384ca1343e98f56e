import type { ImageShape } from '../../../../core/data/dataset-info'
import { required } from '../../../../core/base/required'

/**
 * How an image's bytes follow one another in a file: [channels, height, width]; [height, width, channels]; or
 * [channels, width, height], as EMNIST and MATLAB store them.
 */
export type PixelOrder = 'planes' | 'pixels' | 'columns'

/** Makes what rearranges images of one shape, into one buffer that every call fills. @returns u8[channels, height, width] */
export function arranger(
  [height, width, channels]: ImageShape,
  order: PixelOrder
): (image: Uint8Array) => Uint8Array {
  if (order === 'planes' || (order === 'pixels' && channels === 1)) return (image) => image
  const plane = height * width
  const from = new Uint32Array(plane * channels)
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        from[channel * plane + y * width + x] =
          order === 'pixels' ? (y * width + x) * channels + channel : channel * plane + x * height + y
      }
    }
  }
  const target = new Uint8Array(from.length)
  return (image) => {
    for (let i = 0; i < from.length; i++) {
      target[i] = required(image[required(from[i], 'a place')], 'a byte of each pixel')
    }
    return target
  }
}
