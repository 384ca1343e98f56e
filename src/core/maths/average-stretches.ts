import { required } from '../base/required'

interface Point {
  readonly step: number
  readonly loss: number
}

/**
 * A curve of many points as one of at most `most`: the mean of each stretch, at its last step. Stretches are a power of
 * two of points long and begin at the first, so that curves of runs that log at the same steps have their points at the
 * same steps, too, and their mean can be taken.
 */
export function averageStretches(points: readonly Point[], most: number): readonly Point[] {
  let length = 1
  while (Math.ceil(points.length / length) > most) length *= 2
  if (length === 1) return points
  return Array.from({ length: Math.ceil(points.length / length) }, (_, i) => {
    const stretch = points.slice(i * length, (i + 1) * length)
    const sum = stretch.reduce((total, { loss }) => total + loss, 0)
    return { step: required(stretch.at(-1), 'a point of each stretch').step, loss: sum / stretch.length }
  })
}
