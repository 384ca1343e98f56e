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
  const inner = points.length - 2
  const kept: (P | undefined)[] = [points[0]]
  for (let i = 0; i < stretches; i++) {
    const from = 1 + Math.floor((i * inner) / stretches)
    const to = 1 + Math.floor(((i + 1) * inner) / stretches)
    let low = from
    let high = from
    for (let at = from; at < to; at++) {
      const loss = points[at]?.loss ?? NaN
      if (loss < (points[low]?.loss ?? NaN)) low = at
      if (loss > (points[high]?.loss ?? NaN)) high = at
    }
    kept.push(points[Math.min(low, high)])
    if (low !== high) kept.push(points[Math.max(low, high)])
  }
  kept.push(points.at(-1))
  return kept.filter((point) => point !== undefined)
}
