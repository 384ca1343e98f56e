/** Points of a curve are closer than a pixel of the picture. */
const most = 240

export interface RatePicture {
  /** SVG path in a box of 1 by 1 with 0 at the bottom. */
  readonly path: string
  readonly first: number
  readonly highest: number
  readonly last: number
}

/** The learning rate of each step as a line. @param steps 1 or more */
export function ratePicture(rate: (step: number) => number, steps: number): RatePicture {
  const count = Math.min(most, steps)
  const at = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (steps - 1)) / (count - 1))
  )
  const rates = at.map(rate)
  const highest = rates.reduce((a, b) => (b > a ? b : a), 0)
  const points = rates.map((value, i) => {
    const x = count === 1 ? 0 : i / (count - 1)
    const y = highest === 0 ? 1 : 1 - value / highest
    return `${x.toFixed(4)} ${y.toFixed(4)}`
  })
  return { path: `M${points.join('L')}`, first: rate(0), highest, last: rate(steps - 1) }
}
