import type { ImageShape } from '../../../../core/data/dataset-info'

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
  // Views read as fast as arrays do, and never undefined.
  const places = new DataView(new ArrayBuffer(4 * plane * channels))
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place =
          order === 'pixels' ? (y * width + x) * channels + channel : channel * plane + x * height + y
        places.setUint32(4 * (channel * plane + y * width + x), place)
      }
    }
  }
  const target = new Uint8Array(plane * channels)
  return (image) => {
    const source = new DataView(image.buffer, image.byteOffset, image.length)
    for (let i = 0; i < target.length; i++) target[i] = source.getUint8(places.getUint32(4 * i))
    return target
  }
}
