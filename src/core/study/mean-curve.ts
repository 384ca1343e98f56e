export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/**
 * The mean of several curves, at each x that more than half of them have: where only a few go on, their mean would look
 * like a turn that no curve takes.
 */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): readonly CurvePoint[] {
  const sums = new Map<number, { count: number; sum: number }>()
  for (const points of curves) {
    for (const { x, y } of points) {
      if (!Number.isFinite(y)) continue
      const there = sums.get(x)
      if (there === undefined) sums.set(x, { count: 1, sum: y })
      else {
        there.count += 1
        there.sum += y
      }
    }
  }
  return [...sums]
    .filter(([, { count }]) => 2 * count > curves.length)
    .map(([x, { count, sum }]) => ({ x, y: sum / count }))
    .sort((a, b) => a.x - b.x)
}
