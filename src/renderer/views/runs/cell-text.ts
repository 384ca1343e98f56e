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
    case 'learningRate':
      return [text ?? '–', ...rateNotes(run)].join(' ')
    default:
      return text
  }
}

/** The lines of a cell: what happens to the learning rate stands below it. */
export function cellLines(id: ColumnId, run: ListedRun): { readonly first: string; readonly below: string } {
  return id === 'learningRate'
    ? { first: runColumn(id).text(run) ?? '–', below: rateNotes(run).join(' ') }
    : { first: cellText(id, run) ?? '–', below: '' }
}

/** The schedule of the learning rate, and that somebody changed it. */
function rateNotes(run: Pick<ListedRun, 'schedule' | 'rateChanges'>): string[] {
  const changes = changesText(run)
  return [
    ...(run.schedule === undefined ? [] : [scheduleTexts[run.schedule].name]),
    ...(changes === undefined ? [] : [changes])
  ]
}

/** `then 0.002`; undefined where nobody changed the learning rate. */
export function changesText({ rateChanges }: Pick<ListedRun, 'rateChanges'>): string | undefined {
  if (rateChanges === undefined) return undefined
  const [first] = rateChanges
  return rateChanges.length === 1 && first !== undefined
    ? `then ${first.learningRate}`
    : `${rateChanges.length} changes`
}
