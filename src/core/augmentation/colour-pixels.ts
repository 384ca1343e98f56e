import type { ImageShape } from '../data/dataset-info'

/** The channels of an image that are colours: all but opacity, which brightness and contrast leave alone. */
export function colourPixels(image: Uint8Array, [height, width, channels]: ImageShape): Uint8Array {
  return image.subarray(0, height * width * Math.min(channels, 3))
}
