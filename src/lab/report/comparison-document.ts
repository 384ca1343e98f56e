import { type Comparison, compare, type ComparedRun } from '../../core/compare/comparison'
import { runCurve } from '../../core/compare/run-curve'
import { defaultSmoothing } from '../../core/maths/smoother'
import { thinCurve } from '../../core/maths/thin-curve'
import { isoTime } from './format-figures'

/** More of a curve cannot be told apart in a picture. */
const mostPoints = 700

interface CurvePoint {
  readonly step: number
  readonly loss: number
}

interface ComparedCurve {
  readonly number: number
  readonly name: string
  readonly stepsPerEpoch: number
  /** The lines of the log; of a run too short for one, its points. */
  readonly points: readonly CurvePoint[]
  /** The mean loss of the steps since the point before, smoothed. */
  readonly smoothed: readonly CurvePoint[]
}

/** What a comparison that is written into a file says. */
export interface ComparisonDocument extends Omit<Comparison, 'classes'> {
  readonly format: 'tenfold-comparison'
  readonly version: 1
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly versions: Readonly<Record<string, string>>
  /** null: the runs do not have the same classes. */
  readonly classes: NonNullable<Comparison['classes']> | null
  /** Share of the old average that each point of a smoothed curve keeps. */
  readonly smoothing: number
  readonly curves: readonly ComparedCurve[]
}

/** @param now milliseconds since 1970 */
export function comparisonDocument(
  runs: readonly ComparedRun[],
  now: number,
  versions: Readonly<Record<string, string>>
): ComparisonDocument {
  const { classes, ...comparison } = compare(runs)
  return {
    format: 'tenfold-comparison',
    version: 1,
    createdAt: isoTime(now),
    versions,
    ...comparison,
    classes: classes ?? null,
    smoothing: defaultSmoothing,
    curves: runs.map(({ number, name, state }) => ({
      number,
      name,
      stepsPerEpoch: state.stepsPerEpoch,
      points: curveOf(
        state.log.length > 1 ? state.log.slice(0) : state.points.map(({ step, loss }) => ({ step, loss }))
      ),
      smoothed: curveOf(
        runCurve(state, 'loss', 'step', defaultSmoothing).map(({ x, y }) => ({ step: x, loss: y }))
      )
    }))
  }
}

const curveOf = (points: readonly CurvePoint[]): ComparedCurve['points'] =>
  thinCurve(points, mostPoints).map(({ step, loss }) => ({ step, loss }))
