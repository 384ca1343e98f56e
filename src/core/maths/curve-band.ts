interface Point {
  readonly step: number
  readonly loss: number
}

/** Where 90 of 100 points of a stretch lie. */
export interface BandPart {
  /** In the middle of the stretch. */
  readonly step: number
  readonly low: number
  readonly high: number
}

/** A curve of too many points to tell apart, as a band: of each stretch the 5th and the 95th percentile. */
export function curveBand(points: readonly Point[], stretches: number): readonly BandPart[] {
  const count = Math.min(stretches, points.length)
  return Array.from({ length: count }, (_, i) => {
    const stretch = points.slice(
      Math.floor((i * points.length) / count),
      Math.floor(((i + 1) * points.length) / count)
    )
    const losses = Float64Array.from(stretch, ({ loss }) => loss).sort()
    const at = (share: number): number => losses[Math.round(share * (losses.length - 1))] ?? NaN
    return { step: stretch[Math.floor(stretch.length / 2)]?.step ?? NaN, low: at(0.05), high: at(0.95) }
  })
}
