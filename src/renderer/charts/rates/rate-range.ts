import { extent } from '../../../core/maths/extent'
import type { RatePoint } from '../../../core/rate-search/rate-point'

/**
 * The losses that the picture of a search shows: the fall of the smoothed loss and as much above it. What explodes
 * beyond leaves the picture.
 */
export function rateRange(points: readonly RatePoint[]): { readonly min: number; readonly max: number } {
  const [first] = points
  if (first === undefined) return { min: 0, max: 1 }
  const { min: lowest } = extent(points.map(({ smoothed }) => smoothed))
  const fall = Math.max(first.smoothed - lowest, 0.02 * Math.abs(first.smoothed), 1e-6)
  return { min: Math.max(0, lowest - 0.5 * fall), max: first.smoothed + fall }
}
