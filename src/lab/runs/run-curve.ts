import { averageStretches } from '../../core/maths/average-stretches'
import type { RunState } from '../../core/run/run-state'

/** More points of a curve that is one of many would not be told apart. */
const mostPoints = 200

interface Loss {
  readonly step: number
  readonly loss: number
}

/** How a run has got on, in few enough points to be drawn among many. */
export interface RunCurve {
  readonly stepsPerEpoch: number
  /** Training loss. */
  readonly loss: readonly Loss[]
  /** On the validation images; shares in [0, 1]. */
  readonly validation: readonly { readonly step: number; readonly accuracy: number }[]
}

export function runCurve({ log, points, validations, stepsPerEpoch }: RunState): RunCurve {
  return {
    stepsPerEpoch,
    loss: curveLosses(log.slice(0), () => points.slice(0)),
    validation: validations.map(({ step, accuracy }) => ({ step, accuracy }))
  }
}

/** Losses of the log, which come at the same steps on every machine; of a very short run those of the chart. */
export function curveLosses(log: readonly Loss[], points: () => readonly Loss[]): readonly Loss[] {
  const losses = log.length > 1 ? log : points()
  return averageStretches(losses, mostPoints).map(({ step, loss }) => ({ step, loss }))
}
