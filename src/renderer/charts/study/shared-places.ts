interface Curve {
  readonly xs: Float64Array
}

/** Some x, evenly over those that most curves share, from left to right, the last among them. */
export function sharedPlaces(curves: readonly Curve[], most: number): readonly number[] {
  const counts = new Map<number, number>()
  for (const { xs } of curves) for (const x of xs) counts.set(x, (counts.get(x) ?? 0) + 1)
  const half = curves.length / 2
  const shared = [...counts].flatMap(([x, count]) => (count >= half ? [x] : [])).sort((a, b) => a - b)
  if (shared.length <= most) return shared
  return Array.from({ length: most }, (_, i) =>
    shared.slice(Math.round(((i + 1) * shared.length) / most) - 1)
  ).flatMap((rest) => rest.slice(0, 1))
}
