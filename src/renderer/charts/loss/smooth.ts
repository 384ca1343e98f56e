interface Point {
  readonly step: number
  readonly loss: number
}

/**
 * Exponential moving average of the losses, divided by the weight that it has seen so far, so that it starts at the
 * first value and not at 0.
 * @param smoothing share of the old average that each point keeps, in [0, 1)
 */
export function smooth(points: readonly Point[], smoothing: number): Point[] {
  let average = 0
  let weight = 0
  return points.map(({ step, loss }) => {
    average = smoothing * average + (1 - smoothing) * loss
    weight = smoothing * weight + (1 - smoothing)
    return { step, loss: average / weight }
  })
}
