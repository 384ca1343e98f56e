interface Point {
  readonly step: number
  readonly loss: number
}

/**
 * A curve of many points as one of at most `most` that looks the same: of each stretch only the lowest and the highest
 * point are kept, in their order, and the two ends of the curve.
 */
export function thinCurve<P extends Point>(points: readonly P[], most: number): readonly P[] {
  if (points.length <= most) return points
  const stretches = Math.max(1, Math.floor(most / 2) - 1)
  const inner = points.slice(1, -1)
  const border = (stretch: number): number => Math.floor((stretch * inner.length) / stretches)
  return [
    ...points.slice(0, 1),
    ...Array.from({ length: stretches }, (_, i) => extremes(inner.slice(border(i), border(i + 1)))).flat(),
    ...points.slice(-1)
  ]
}

/** The lowest and the highest point of a stretch, in their order. */
function extremes<P extends Point>([first, ...others]: readonly P[]): readonly P[] {
  if (first === undefined) return []
  let low = first
  let high = first
  for (const point of others) {
    if (point.loss < low.loss) low = point
    if (point.loss > high.loss) high = point
  }
  if (low === high) return [low]
  return low.step < high.step ? [low, high] : [high, low]
}
