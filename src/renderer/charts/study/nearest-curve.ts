import type { CurvePlane } from './curve-plane'
import type { PlotScale } from './plot-box'
import { segmentDistance } from './segment-distance'

export interface NearCurve {
  /** Of the plane's curves. */
  readonly curve: number
  /** Its point that is nearest to the pointer. */
  readonly point: number
}

/**
 * The curve that a pointer means. @param px, py where it is, in pixels @param reach at most so many pixels away
 */
export function nearestCurve(
  { curves }: CurvePlane,
  scale: PlotScale,
  px: number,
  py: number,
  reach: number
): NearCurve | undefined {
  const from = scale.fromX(px - reach)
  const to = scale.fromX(px + reach)
  let found: NearCurve | undefined
  let nearest = reach
  for (const [curve, { xs, ys }] of curves.entries()) {
    const first = Math.max(0, firstFrom(xs, from) - 1)
    for (let i = first; i < xs.length; i++) {
      const [x, y] = [xs[i] ?? NaN, ys[i] ?? NaN]
      if (x > to) break
      const next = Math.min(i + 1, xs.length - 1)
      const [ax, ay] = [scale.toX(x), scale.toY(y)]
      const [bx, by] = [scale.toX(xs[next] ?? NaN), scale.toY(ys[next] ?? NaN)]
      const distance = segmentDistance(px, py, ax, ay, bx, by)
      if (distance >= nearest) continue
      nearest = distance
      found = { curve, point: Math.abs(px - ax) <= Math.abs(px - bx) ? i : next }
    }
  }
  return found
}

/** The first place whose x is not less. */
function firstFrom(xs: Float64Array, x: number): number {
  let [low, high] = [0, xs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? Infinity) < x) low = middle + 1
    else high = middle
  }
  return low
}
