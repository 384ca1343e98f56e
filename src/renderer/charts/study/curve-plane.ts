import { axis } from '../../../core/maths/axis'
import { extent } from '../../../core/maths/extent'
import { meanCurve } from '../../../core/study/mean-curve'
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
  /** The mean of each group; none where the groups are too many to be told apart. */
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
      xs: Float64Array.from(points, ({ x }) => x),
      ys: Float64Array.from(points, ({ y }) => y)
    }))
  )
  const means = coloured
    ? groups.flatMap((group, index) => {
        if (group.curves.length < 2) return []
        const points = meanCurve(group.curves.map((curve) => curve.points))
        return [
          {
            group: index,
            xs: Float64Array.from(points, ({ x }) => x),
            ys: Float64Array.from(points, ({ y }) => y)
          }
        ]
      })
    : []
  return { titles: groups.map(({ title }) => title), curves, means, coloured, ...rangesOf(curves) }
}

function rangesOf(curves: readonly PlaneCurve[]): Pick<CurvePlane, 'x' | 'y'> {
  const xs = extent(curves.flatMap(({ xs: own }) => [...own.slice(0, 1), ...own.slice(-1)]))
  const own = curves.flatMap(({ ys }) => {
    const range = extent(ys.filter((y) => Number.isFinite(y)))
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
