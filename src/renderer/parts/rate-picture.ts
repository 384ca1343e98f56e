import { required } from '../../core/base/required'

/** Points of a curve are closer than a pixel of the picture. */
const most = 240

export interface RatePicture {
  /** SVG path in a box of 1 by 1 with 0 at the bottom. */
  readonly path: string
  /** Where it begins, from 0 to 1. */
  readonly start: number
  readonly first: number
  readonly highest: number
  readonly last: number
}

/**
 * The learning rate of each step as a line.
 * @param steps of the whole run, 1 or more
 * @param from the first step that is drawn: before it, a fork was another run
 */
export function ratePicture(rate: (step: number) => number, steps: number, from = 0): RatePicture {
  const count = Math.min(most, steps - from)
  const at = Array.from({ length: count }, (_, i) =>
    count === 1 ? from : from + Math.round((i * (steps - 1 - from)) / (count - 1))
  )
  const rates = at.map(rate)
  const highest = rates.reduce((a, b) => (b > a ? b : a), 0)
  const points = rates.map((value, i) => {
    const x = steps === 1 ? 0 : required(at[i], 'a step of each point') / (steps - 1)
    const y = highest === 0 ? 1 : 1 - value / highest
    return `${x.toFixed(4)} ${y.toFixed(4)}`
  })
  return {
    path: `M${points.join('L')}`,
    start: steps === 1 ? 0 : from / (steps - 1),
    first: rate(from),
    highest,
    last: rate(steps - 1)
  }
}
