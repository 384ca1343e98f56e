import type { Series } from '../../../core/maths/series'
import { thinCurve } from '../../../core/maths/thin-curve'
import { lossRange } from './loss-range'
import { smooth } from './smooth'

interface Point {
  readonly step: number
  readonly loss: number
}

export interface LossCurve {
  readonly points: Series<Point>
  readonly validations: Series<Point>
  readonly lesson: readonly Point[]
  readonly stepsPerEpoch: number
  readonly totalSteps: number
}

export const smoothing = 0.95

/** More than a screen has columns cannot be told apart. */
const mostPoints = 4000

interface DrawnCurves {
  readonly raw: readonly Point[]
  readonly averages: readonly Point[]
  readonly validations: readonly Point[]
  readonly lesson: readonly Point[]
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
}

/** What the chart draws of a curve: however long the curve is, no more points than can be seen. */
export function lossCurves({ points, validations, lesson, totalSteps }: LossCurve): DrawnCurves {
  const all = points.slice(0)
  const averages = thinCurve(smooth(all, smoothing), mostPoints)
  const validated = thinCurve(validations.slice(0), mostPoints)
  const shownLesson = lesson.filter(({ step }) => step <= totalSteps)
  return {
    raw: thinCurve(all, mostPoints),
    averages,
    validations: validated,
    lesson: shownLesson,
    range: lossRange(
      all.map(({ loss }) => loss),
      [...averages, ...validated, ...shownLesson].map(({ loss }) => loss)
    )
  }
}
