import { normalisePixels } from '../pixels/normalise-pixels'
import { type channelPixels, pixelTransforms } from './pixel-range'

/**
 * What a network makes of images before its first layer, as every engine computes it.
 * @param images u8[N, C, H, W]
 * @returns f64[N, H, W, C]
 */
export function normalisedImages(
  model: Parameters<typeof channelPixels>[0],
  images: Uint8Array
): Float64Array {
  return normalisePixels(model.inputShape, pixelTransforms(model), images)
}
