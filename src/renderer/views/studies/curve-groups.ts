import type { StudyLayout } from '../../../core/study/study-trials'
import type { StudyGroup } from '../../charts/study/study-group'
import type { StudyCurves } from '../../state/study/studies.svelte'

type Curve = StudyCurves[number]
type Point = StudyGroup['curves'][number]['points'][number]

/** What a curve is of. */
export type CurveOf = 'loss' | 'validation'

function pointsOf({ loss, validation, stepsPerEpoch }: Curve, of: CurveOf): readonly Point[] {
  const points =
    of === 'loss'
      ? loss.map(({ step, loss: y }) => ({ step, y }))
      : validation.map(({ step, accuracy: y }) => ({ step, y }))
  return stepsPerEpoch === 0 ? [] : points.map(({ step, y }) => ({ x: step / stepsPerEpoch, y }))
}

/** The curves by settings, over epochs. A round of successive halving that goes on from another follows it. */
export function curveGroups(
  { settings, trials }: StudyLayout,
  curves: StudyCurves,
  of: CurveOf
): readonly StudyGroup[] {
  const byTrial = new Map<number, readonly Point[]>()
  for (const curve of [...curves].sort((a, b) => a.round - b.round)) {
    const points = pointsOf(curve, of)
    const [first] = points
    if (first === undefined) continue
    const before = byTrial.get(curve.trial) ?? []
    byTrial.set(curve.trial, [...before.filter(({ x }) => x < first.x), ...points])
  }
  return settings.map(({ title }, setting) => ({
    title,
    curves: trials
      .filter((trial) => trial.setting === setting)
      .flatMap(({ trial }) => {
        const points = byTrial.get(trial)
        return points === undefined ? [] : [{ trial, points }]
      })
  }))
}
