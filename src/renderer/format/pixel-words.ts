import { isSingleRange, type PixelRanges } from '../../core/model/pixel-range'
import { shortDecimal } from '../../core/format/format-number'

/** `−1 to 1`, or one such range for each channel. */
export function pixelWords(ranges: PixelRanges): string {
  return (isSingleRange(ranges) ? [ranges] : ranges)
    .map(([low, high]) => `${shortDecimal(low, 2)} to ${shortDecimal(high, 2)}`)
    .join(', ')
}
