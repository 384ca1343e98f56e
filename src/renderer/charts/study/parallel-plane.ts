import { type AxisPlace, axisPlace, type StudyScale } from './axis-place'

/** A setting of a study, or a trial: its values, one for each axis, and what it came to. */
export interface StudyLine {
  readonly id: number
  readonly at: readonly (number | string)[]
  /** A share in [0, 1]; undefined as long as there is none. */
  readonly result?: number | undefined
}

/** A part of an axis, in places from 0 to 1. */
export interface Brush {
  readonly from: number
  readonly to: number
}

/** All lines of a study over its axes, the result last. */
export interface ParallelPlane {
  readonly axes: readonly AxisPlace[]
  readonly lines: readonly PlaneLine[]
}

export interface PlaneLine {
  readonly id: number
  /** For each axis, from 0 to 1; NaN where it has none. */
  readonly places: Float64Array
  /** Of the results, from the lowest at 0 to the highest at 1; undefined without a result. */
  readonly rank: number | undefined
}

export function parallelPlane(
  scales: readonly StudyScale[],
  lines: readonly StudyLine[],
  resultLabel: string
): ParallelPlane {
  const results = lines.flatMap(({ result }) => (result === undefined ? [] : [100 * result]))
  const axes = [
    ...scales.map((scale, i) =>
      axisPlace(
        scale,
        lines.flatMap(({ at }) => at[i] ?? [])
      )
    ),
    axisPlace({ label: resultLabel, scale: 'linear' }, results)
  ]
  return {
    axes,
    // The best are drawn last, above the others.
    lines: [...lines]
      .sort((a, b) => (a.result ?? -1) - (b.result ?? -1))
      .map(({ id, at, result }) => {
        const all = [...at, result === undefined ? '' : 100 * result]
        const places = Float64Array.from(axes, ({ place }, i) => place(all[i] ?? ''))
        return { id, places, rank: result === undefined ? undefined : places.at(-1) }
      })
  }
}

/** Whether a line goes through all brushes. @param brushes one for each axis, undefined where there is none */
export function isInside({ places }: PlaneLine, brushes: readonly (Brush | undefined)[]): boolean {
  return brushes.every((brush, axis) => {
    if (brush === undefined) return true
    const place = places[axis] ?? NaN
    return place >= brush.from && place <= brush.to
  })
}
