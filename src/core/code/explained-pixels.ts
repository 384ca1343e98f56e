import { required } from '../base/required'
import { shortDecimal } from '../format/format-number'
import { channelPixels } from '../model/pixel-range'
import type { ModelSpec } from '../model/model-spec'
import { normalisationCode } from './normalisation-code'

/** How pixels are normalised, with the numbers of the first channel, for texts about the lines that do it. */
export interface ExplainedPixels {
  /** As the script has them. */
  readonly mean: string
  readonly std: string
  /** What a byte becomes. */
  readonly of: (byte: number) => string
  /** Which channel these are of, where not all are alike: ` in the first channel`. */
  readonly where: string
  /** Where all values lie: `between −1 and 1`. */
  readonly range: string
  /** Whether some values end up below 0, which they would not if they were only fractions. */
  readonly below: boolean
}

export function explainedPixels(model: ModelSpec): ExplainedPixels {
  const { mean, std } = normalisationCode(model)
  const ranges = channelPixels(model)
  const [low, high] = required(ranges[0], 'the pixels of a channel')
  const of = (byte: number): string => shortDecimal(low + (byte / 255) * (high - low), 3)
  const where = ranges.every((range) => range[0] === low && range[1] === high) ? '' : ' in the first channel'
  return {
    mean: required(mean[0], 'the mean of a channel'),
    std: required(std[0], 'the standard deviation of a channel'),
    of,
    where,
    range: `between **${of(0)}** and **${of(255)}**${where}`,
    below: low < 0
  }
}
