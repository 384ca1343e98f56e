import { formatLoss } from '../../../core/format/format-loss'
import { formatPercent } from '../../../core/format/format-number'
import type { LogLine, Validation } from '../../../core/run/run-state'
import { formatLogLine } from '../../../core/training/running-loss'

export interface LogRow {
  /** `line`: what the script prints; `validation`: what was measured in between. */
  readonly kind: 'line' | 'validation'
  readonly text: string
}

type Row = LogRow & { readonly step: number }

/**
 * The lines of a log with the validations between them, by their steps.
 * @param after the step of the last line that is not shown, from which on validations are; 0 where all lines are shown
 */
export function logRows(
  shown: readonly LogLine[],
  validations: readonly Pick<Validation, 'step' | 'loss' | 'accuracy'>[],
  after: number
): readonly LogRow[] {
  const lines = shown.map((line): Row => ({ kind: 'line', step: line.step, text: formatLogLine(line) }))
  const measured = validations
    .filter(({ step }) => step >= after)
    .map(({ step, loss, accuracy }): Row => ({
      kind: 'validation',
      step,
      text: `validation: ${formatLoss(loss, 3)}, ${formatPercent(accuracy)} right`
    }))
  // A stable sort: the line of a step comes before the validation after it.
  return [...lines, ...measured].sort((a, b) => a.step - b.step).map(({ kind, text }) => ({ kind, text }))
}
