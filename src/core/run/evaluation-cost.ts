import { durationInUnits } from '../format/format-duration'
import { formatCount } from '../format/format-number'
import type { RunState } from './run-state'

/** What the evaluations cost that a run was watched and validated with while it trained. */
export interface EvaluationCost {
  readonly count: number
  /** Of those whose duration is known; not part of the time of the training. */
  readonly ms: number
}

/** undefined where there was none. */
export function evaluationCost({
  snapshots,
  validations
}: Pick<RunState, 'snapshots' | 'validations'>): EvaluationCost | undefined {
  const watched = snapshots.slice(0)
  const seen = new Set(watched.filter(({ split }) => split === 'validation').map(({ step }) => step))
  // Validations of earlier versions have no matrix, and so no snapshot.
  const all = [...watched, ...validations.slice(0).filter(({ step }) => !seen.has(step))]
  return all.length === 0
    ? undefined
    : { count: all.length, ms: all.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0) }
}

/** `8 evaluations while training took 2.2 s.` */
export function evaluationCostWords({ count, ms }: EvaluationCost): string {
  return `${count === 1 ? 'One evaluation' : `${formatCount(count)} evaluations`} while training took ${durationInUnits(ms)}.`
}
