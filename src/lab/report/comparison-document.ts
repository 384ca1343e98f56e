import { type Comparison, compare, type ComparedRun } from '../../core/compare/comparison'
import { runCurve } from '../../core/compare/run-curve'
import { describeSeedGroups } from '../../core/compare/describe-seed-groups'
import { seedGroups } from '../../core/compare/seed-groups'
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
  /** Whether it was luck, in words: paragraphs of sentences. */
  readonly luck: Luck
}

interface Luck {
  /** Of seeds with the same settings; empty where no settings have several. */
  readonly seeds: readonly (readonly string[])[]
  /** McNemar's test of the first run against each other one, or why there is none. */
  readonly images: readonly (readonly string[])[]
}

/**
 * @param now milliseconds since 1970
 * @param images McNemar's test of the first run against each other one, in words
 */
export function comparisonDocument(
  runs: readonly ComparedRun[],
  now: number,
  versions: Readonly<Record<string, string>>,
  images: Luck['images']
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
    luck: { seeds: describeSeedGroups(seedGroups(runs)), images },
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
