import { type ColumnId, runColumn } from '../../../core/run-table/run-columns'
import { scheduleTexts } from '../../../core/schedules/schedule-texts'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { statusText } from '../../parts/status-text'

/** All that stands in a cell; undefined where there is nothing to show. */
export function cellText(id: ColumnId, run: ListedRun): string | undefined {
  const text = runColumn(id).text(run)
  switch (id) {
    case 'status': {
      const { elsewhere, status } = run
      return elsewhere === undefined ? statusText(status) : `${statusText(status)} on ${elsewhere.host}?`
    }
    case 'learningRate': {
      const schedule = run.schedule === undefined ? '' : ` ${scheduleTexts[run.schedule].name}`
      return `${text ?? '–'}${schedule}${changesText(run)}`
    }
    default:
      return text
  }
}

/** ` then 0.002`, where somebody changed the learning rate. */
export function changesText({ rateChanges }: Pick<ListedRun, 'rateChanges'>): string {
  if (rateChanges === undefined) return ''
  const [first] = rateChanges
  return rateChanges.length === 1 && first !== undefined
    ? ` then ${first.learningRate}`
    : ` ${rateChanges.length} changes`
}
