import type { PixelTransform } from '../model/pixel-range'

/** A scale of bytes that makes numbers of no more than that normalises them; one that makes more takes pixels from 0 to 1. */
const mostNormalised = 32
/** What is subtracted from pixels from 0 to 1 is less than that. */
const mostMean = 16

/**
 * The ranges that a network takes which does `transforms` to each channel of its image first: of pixels from 0 to 255, or from
 * 0 to 1 where its numbers are made for those.
 * @param areBytes whether it is known that they go from 0 to 255
 */
export function transformedPixels(
  transforms: readonly PixelTransform[],
  areBytes: boolean
): readonly [number, number][] {
  const ofBytes =
    areBytes ||
    transforms.every(
      ({ scale, offset }) => 255 * Math.abs(scale) <= mostNormalised || Math.abs(offset) > mostMean
    )
  return transforms.map(({ scale, offset }): [number, number] => [
    offset,
    offset + scale * (ofBytes ? 255 : 1)
  ])
}
