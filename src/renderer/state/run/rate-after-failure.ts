import type { RunState } from '../../../core/run/run-state'
import { lowerRate } from './lower-rate'

/** The learning rate to offer after a run that diverged; undefined after any other run. */
export function rateAfterFailure({
  status,
  learningRate
}: Pick<RunState, 'status' | 'learningRate'>): number | undefined {
  const failed = status.kind === 'failed' || status.kind === 'interrupted'
  return failed && status.error.code === 'diverged' ? lowerRate(learningRate) : undefined
}
