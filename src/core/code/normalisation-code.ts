import type { ModelSpec } from '../model/model-spec'
import { channelPixels } from '../model/pixel-range'

/**
 * What takes pixels from 0 to 1 to the range that the network expects, as numbers of a script: (x - mean) / std, one of
 * each for every channel. PyTorch's `transforms.Normalize`.
 */
export function normalisationCode(model: ModelSpec): {
  readonly mean: readonly string[]
  readonly std: readonly string[]
} {
  const ranges = channelPixels(model)
  return {
    mean: ranges.map(([low, high]) => quotient(low === 0 ? 0 : -low, high - low)),
    std: ranges.map(([low, high]) => quotient(1, high - low))
  }
}

/** Decimals of a mean or deviation that a data set was given or measured with. */
const decimals = 6

/** Divided where that gives a short number, which may have lost its last bit on the way through the range of pixels. */
function quotient(dividend: number, divisor: number): string {
  const value = dividend / divisor
  const short = Number(value.toFixed(decimals))
  return Math.abs(short - value) <= 1e-12 ? String(short) : `${dividend} / ${divisor}`
}
