import type { RunState } from '../../../core/run/run-state'
import { lessonConfig } from '../../../core/settings/run-config'
import { parseLearningRate } from '../settings/training-form.svelte'

/**
 * The learning rate to offer after a run that diverged: the lesson's, or a tenth of the run's where that is not lower.
 * @returns undefined after any other run, and where the form takes no lower one
 */
export function rateAfterFailure({
  status,
  learningRate
}: Pick<RunState, 'status' | 'learningRate'>): number | undefined {
  const failed = status.kind === 'failed' || status.kind === 'interrupted'
  if (!failed || status.error.code !== 'diverged') return undefined
  const { learningRate: usual } = lessonConfig.optimizer
  if (learningRate > usual) return usual
  const parsed = parseLearningRate(String(Number((learningRate / 10).toPrecision(3))))
  return 'value' in parsed ? parsed.value : undefined
}
