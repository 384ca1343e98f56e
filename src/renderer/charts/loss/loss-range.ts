import { extent } from '../../../core/maths/extent'

/** Distances between lines of the grid, from which the smallest that gives few enough lines is taken. */
const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50] as const
const mostLines = 8

/**
 * The span of losses to show: all of the calm values, and of the noisy ones all but the outermost. Its ends lie on
 * lines of the grid, so that the axis does not follow every point.
 * @param noisy single points of the curve
 * @param calm averages and published figures
 */
export function lossRange(
  noisy: readonly number[],
  calm: readonly number[]
): { readonly min: number; readonly max: number; readonly step: number } {
  const sorted = Float64Array.from(noisy).sort()
  const quantile = (share: number): number[] => {
    const value = sorted[Math.floor(share * (sorted.length - 1))]
    return value === undefined ? [] : [value]
  }
  const { min: low, max: high } = extent(calm, quantile(0.02), quantile(0.98))
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { min: 0, max: 2.4, step: 0.4 }
  const step =
    steps.find((candidate) => (high - low) / candidate <= mostLines - 1) ??
    // Of a training that diverges.
    10 ** Math.ceil(Math.log10((high - low) / (mostLines - 1)))
  return {
    min: Math.max(0, Math.floor(low / step) * step),
    max: (Math.floor(high / step) + 1) * step,
    step
  }
}
