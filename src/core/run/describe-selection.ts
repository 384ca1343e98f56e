import { formatCount } from '../format/format-number'
import type { BestEpoch } from './best-epoch'
import type { RunState } from './run-state'

/**
 * Why the checkpoint of some epoch is the result of a run, and whether the training ended early, in sentences.
 * @param run where it stands at its end, if that is known yet
 */
export function describeSelection(
  { step, epoch, loss }: BestEpoch,
  run?: Pick<RunState, 'step' | 'totalSteps' | 'stepsPerEpoch'>
): string {
  const result = `The validation loss was lowest after epoch ${formatCount(epoch)} (${loss.toFixed(3)}), so the checkpoint at step ${formatCount(step)} is the result.`
  if (run === undefined || run.step >= run.totalSteps) return result
  const epochs = (steps: number): string => formatCount(Math.round(steps / run.stepsPerEpoch))
  return `${result} Training ended early, after epoch ${epochs(run.step)} of ${epochs(run.totalSteps)}.`
}
