import { pixelsOf } from '../model/pixel-range'
import type { RunConfig } from '../settings/run-config'

/**
 * What takes pixels from 0 to 1 to the range that the network expects, as numbers of a script: (x - mean) / std.
 * PyTorch's `transforms.Normalize`.
 */
export function normalisationCode(model: RunConfig['model']): {
  readonly mean: string
  readonly std: string
} {
  const [low, high] = pixelsOf(model)
  const range = high - low
  return { mean: quotient(low === 0 ? 0 : -low, range), std: quotient(1, range) }
}

/** Divided where that gives a short number. */
function quotient(dividend: number, divisor: number): string {
  const value = String(dividend / divisor)
  return value.length <= 6 ? value : `${dividend} / ${divisor}`
}
