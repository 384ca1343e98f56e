import { formatCount } from '../format/format-number'
import type { BestEpoch } from './best-epoch'

/** Why another checkpoint than the last is the result of a run, as a sentence. */
export function describeSelection({ step, epoch, loss }: BestEpoch): string {
  return `The validation loss was lowest after epoch ${formatCount(epoch)} (${loss.toFixed(3)}), so the checkpoint at step ${formatCount(step)} is the result.`
}
