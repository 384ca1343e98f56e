import { axis } from '../../../core/maths/axis'
import { extent } from '../../../core/maths/extent'
import { type CurvePoint, meanCurve } from '../../../core/study/mean-curve'
import type { Range } from './plot-box'
import type { StudyGroup } from './study-group'

/** More groups are not told apart by colour. */
const mostColours = 10

/** A curve in the form that is drawn and searched quickly. */
export interface PlaneCurve {
  readonly trial: number
  readonly group: number
  /** Which of how many in its group, from 1. */
  readonly place: number
  readonly of: number
  /** From left to right. */
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/** All curves of a study, what they have in common, and the ranges that show them. */
export interface CurvePlane {
  readonly titles: readonly string[]
  readonly curves: readonly PlaneCurve[]
  /** The mean of each group, or its only curve; none where the groups are too many to be told apart. */
  readonly means: readonly Pick<PlaneCurve, 'group' | 'xs' | 'ys'>[]
  /** Whether each group has a colour of its own. */
  readonly coloured: boolean
  readonly x: Range
  readonly y: Range
}

export function curvePlane(groups: readonly StudyGroup[]): CurvePlane {
  const coloured = groups.length <= mostColours
  const curves = groups.flatMap((group, index) =>
    group.curves.map(({ trial, points }, i) => ({
      trial,
      group: index,
      place: i + 1,
      of: group.curves.length,
      ...arraysOf(points)
    }))
  )
  const means = coloured
    ? groups.flatMap((group, index) =>
        group.curves.length === 0
          ? []
          : [{ group: index, ...arraysOf(meanCurve(group.curves.map(({ points }) => points))) }]
      )
    : []
  return { titles: groups.map(({ title }) => title), curves, means, coloured, ...rangesOf(curves) }
}

// Loops, as there are some hundred thousand points.
function arraysOf(points: readonly CurvePoint[]): Pick<PlaneCurve, 'xs' | 'ys'> {
  const xs = new Float64Array(points.length)
  const ys = new Float64Array(points.length)
  for (let i = 0; i < points.length; i++) {
    xs[i] = points[i]?.x ?? NaN
    ys[i] = points[i]?.y ?? NaN
  }
  return { xs, ys }
}

function finiteExtent(values: Float64Array): Range {
  let [min, max] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (value < min && value !== -Infinity) min = value
    if (value > max && value !== Infinity) max = value
  }
  return { min, max }
}

function rangesOf(curves: readonly PlaneCurve[]): Pick<CurvePlane, 'x' | 'y'> {
  const xs = extent(curves.flatMap(({ xs: own }) => [...own.slice(0, 1), ...own.slice(-1)]))
  const own = curves.flatMap(({ ys }) => {
    const range = finiteExtent(ys)
    return range.min <= range.max ? [range] : []
  })
  if (own.length === 0 || xs.min > xs.max) return { x: { min: 0, max: 1 }, y: { min: 0, max: 1 } }
  const min = own.reduce((least, range) => Math.min(least, range.min), Infinity)
  const tops = own.map(({ max }) => max).sort((a, b) => a - b)
  const middle = tops[Math.floor(tops.length / 2)] ?? min
  // The loss of a run that diverges would press all others flat; it leaves the picture.
  const highest = tops.reduce((most, top) => (top <= middle + 3 * (middle - min) ? top : most), middle)
  const { from, to } = axis(min, highest, 6)
  const start = Math.min(0, xs.min)
  return { x: { min: start, max: xs.max > start ? xs.max : start + 1 }, y: { min: from, max: to } }
}
