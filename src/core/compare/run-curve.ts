import { required } from '../base/required'
import { Smoother } from '../maths/smoother'
import type { RunState } from '../run/run-state'

/** What a curve of a run shows, and over what. */
export const curveKinds = ['loss', 'validationAccuracy', 'validationLoss'] as const
export type CurveKind = (typeof curveKinds)[number]
export const curveScales = ['step', 'epoch', 'time'] as const
export type CurveScale = (typeof curveScales)[number]

interface CurvePoint {
  /** Steps, epochs, or seconds of training. */
  readonly x: number
  readonly y: number
}

type Curved = Pick<RunState, 'points' | 'validations' | 'stepsPerEpoch'>

/**
 * A curve of a run. The loss is that of its recorded points, smoothed: each is the mean over the steps since the one
 * before.
 * @param smoothing of the loss, in [0, 1): see `Smoother`
 */
export function runCurve(
  run: Curved,
  kind: CurveKind,
  scale: CurveScale,
  smoothing: number
): readonly CurvePoint[] {
  const place = (step: number): number => {
    if (scale === 'step') return step
    return scale === 'epoch' ? step / Math.max(1, run.stepsPerEpoch) : trainedMs(run, step) / 1000
  }
  switch (kind) {
    case 'loss': {
      const smoother = new Smoother(smoothing)
      return run.points.map(({ step, loss }) => ({ x: place(step), y: smoother.add(loss) }))
    }
    case 'validationAccuracy':
      return run.validations.map(({ step, accuracy }) => ({ x: place(step), y: accuracy }))
    case 'validationLoss':
      return run.validations.map(({ step, loss }) => ({ x: place(step), y: loss }))
  }
}

/** Milliseconds of training until a step, between two points on the straight line from one to the other. */
function trainedMs({ points }: Pick<RunState, 'points'>, step: number): number {
  let [before, after] = [-1, points.length]
  while (after - before > 1) {
    const middle = (before + after) >> 1
    if (required(points.at(middle), 'a point').step <= step) before = middle
    else after = middle
  }
  const from = before === -1 ? { step: 0, trainMs: 0 } : required(points.at(before), 'a point')
  const to = points.at(after)
  if (to === undefined || to.step === from.step) return from.trainMs
  return from.trainMs + ((to.trainMs - from.trainMs) * (step - from.step)) / (to.step - from.step)
}
