import type { ImageShape } from '../data/dataset-info'

/** Exchanges left and right in place. @param images u8[N, channels, height, width] */
export function mirrorImages(images: Uint8Array, [, width]: ImageShape): void {
  for (let row = 0; row < images.length; row += width) images.subarray(row, row + width).reverse()
}
