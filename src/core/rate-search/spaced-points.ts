import type { RatePoint } from './rate-point'

/** Of a curve, the first point of each stretch of the rates: so many for each power of ten, evenly spaced. */
export function spacedPoints(points: readonly RatePoint[], perDecade: number): readonly RatePoint[] {
  // Rates that are rounded to just below a border belong above it.
  const stretch = (rate: number): number => Math.floor(Math.log10(rate) * perDecade + 1e-9)
  return points.filter(({ rate }, i) => {
    const before = points[i - 1]
    return before === undefined || stretch(rate) !== stretch(before.rate)
  })
}
