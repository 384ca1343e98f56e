import { LabError } from '../base/lab-error'
import type { ModelSpec } from './model-spec'
import { isSingleRange, type PixelRanges } from './pixel-range'

/** @throws LabError 'invalid-input' unless there is one range, or one for each channel of the network’s images */
export function requirePixels({ inputShape: [, , channels] }: ModelSpec, pixels: PixelRanges): void {
  if (isSingleRange(pixels) || pixels.length === channels) return
  throw new LabError(
    'invalid-input',
    `There are ${pixels.length} pixel ranges for the ${channels} ${channels === 1 ? 'channel' : 'channels'} of the network’s images.`,
    'Give one range for all channels, such as 0..1, or one for each.'
  )
}
