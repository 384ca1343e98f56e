import { type BandPart, curveBand } from '../../../core/maths/curve-band'
import type { RateFrom } from '../../../core/run/rate-changes'
import type { Series } from '../../../core/maths/series'
import { Smoother } from '../../../core/maths/smoother'
import { thinCurve } from '../../../core/maths/thin-curve'
import { lossRange } from './loss-range'

interface Point {
  readonly step: number
  readonly loss: number
}

export interface LossCurve {
  readonly points: Series<Point>
  /** Lines of the log: the running loss, at the step at which it was printed. */
  readonly log: Series<Point>
  readonly validations: Series<Point>
  readonly lesson: readonly Point[]
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  /** After which steps somebody changed the learning rate, and to what. */
  readonly rateChanges: readonly RateFrom[]
  /** Where it continued from another run: its number, and the step. */
  readonly forks: readonly { readonly number: number; readonly step: number }[]
  /** The validation whose checkpoint is the result, where early stopping chose it. */
  readonly selected: Point | undefined
  /** Share of the old average that each point of the smoothed curve keeps, in [0, 1). */
  readonly smoothing: number
}

/** More than a screen has columns cannot be told apart. */
const mostPoints = 4000
/** More lines of a log than this have no room for a dot each. */
const mostDots = 1000

/** As many as the picture has columns, on most screens. */
const bandParts = 400

/** Whether the log is drawn as a band instead of dots. */
export const isBand = (log: Series<Point>): boolean => log.length > mostDots

interface DrawnCurves {
  readonly raw: readonly Point[]
  readonly averages: readonly Point[]
  /** The lines of the log, or the band that they lie in: the other one is empty. */
  readonly log: readonly Point[]
  readonly band: readonly BandPart[]
  readonly validations: readonly Point[]
  readonly lesson: readonly Point[]
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
}

/** A log never changes: its band is made once, however often the curve is smoothed in another way. */
const bands = new WeakMap<Series<Point>, readonly BandPart[]>()

function bandOf(log: Series<Point>): readonly BandPart[] {
  const made = bands.get(log) ?? curveBand(log.slice(0), bandParts)
  bands.set(log, made)
  return made
}

/** What the chart draws of a curve: however long the curve is, no more points than can be seen. */
export function lossCurves(curve: LossCurve): DrawnCurves {
  const { points, log, validations, lesson, totalSteps, smoothing } = curve
  const all = points.slice(0)
  const smoother = new Smoother(smoothing)
  const averages = thinCurve(
    all.map(({ step, loss }) => ({ step, loss: smoother.add(loss) })),
    mostPoints
  )
  const lines = isBand(log) ? [] : log.slice(0)
  const band = isBand(log) ? bandOf(log) : []
  const validated = thinCurve(validations.slice(0), mostPoints)
  const shownLesson = lesson.filter(({ step }) => step <= totalSteps)
  return {
    raw: thinCurve(all, mostPoints),
    averages,
    log: lines,
    band,
    validations: validated,
    lesson: shownLesson,
    range: lossRange(
      all.map(({ loss }) => loss),
      [
        ...[...averages, ...lines, ...validated, ...shownLesson].map(({ loss }) => loss),
        ...band.flatMap(({ low, high }) => [low, high])
      ]
    )
  }
}
