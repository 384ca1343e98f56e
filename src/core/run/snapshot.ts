import type { Series } from '../maths/series'
import type { ConfusionCell, Evaluation } from './evaluation'

/** What the network got right at a moment of its training. */
export interface Snapshot {
  readonly step: number
  readonly epoch: number
  /** Which images: nothing is ever chosen by the test images. */
  readonly split: Evaluation['split']
  /** Mean cross-entropy over the images. */
  readonly loss: number
  readonly cells: readonly ConfusionCell[]
  readonly durationMs: number | undefined
}

/**
 * With another snapshot. Where a run goes on from a checkpoint it may be evaluated again at the same step: first on the
 * validation images, then on the test images.
 */
export function withSnapshot(before: Series<Snapshot>, snapshot: Snapshot): Series<Snapshot> {
  const { step, split } = snapshot
  return before
    .dropLastWhile(
      (one) => one.step > step || (one.step === step && (split === 'validation' || one.split === 'test'))
    )
    .add(snapshot)
}

/** As an evaluation, for whatever shows one. @param classes of the run */
export function snapshotEvaluation(
  { split, loss, cells, durationMs }: Snapshot,
  classes: readonly string[]
): Evaluation {
  return { split, classes: [...classes], cells: [...cells], loss, durationMs: durationMs ?? 0 }
}
