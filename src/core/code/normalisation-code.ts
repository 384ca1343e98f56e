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

/** Divided where that gives a short number. */
function quotient(dividend: number, divisor: number): string {
  const value = String(dividend / divisor)
  return value.length <= 6 ? value : `${dividend} / ${divisor}`
}
