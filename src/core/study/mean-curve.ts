export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/**
 * The mean of several curves, at each x that more than half of them have: where only a few go on, their mean would look
 * like a turn that no curve takes.
 */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): readonly CurvePoint[] {
  const places = new Map<number, number>()
  const sums: { readonly x: number; count: number; sum: number }[] = []
  const sumAt = (x: number) => {
    const place = places.get(x)
    const known = place === undefined ? undefined : sums[place]
    if (known !== undefined) return known
    const made = { x, count: 0, sum: 0 }
    places.set(x, sums.length)
    sums.push(made)
    return made
  }
  for (const points of curves) {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]
      if (point === undefined || !Number.isFinite(point.y)) continue
      // Most curves have the same x in the same places.
      const likely = sums[i]
      const there = likely?.x === point.x ? likely : sumAt(point.x)
      there.count += 1
      there.sum += point.y
    }
  }
  return sums
    .filter(({ count }) => 2 * count > curves.length)
    .map(({ x, count, sum }) => ({ x, y: sum / count }))
    .sort((a, b) => a.x - b.x)
}
