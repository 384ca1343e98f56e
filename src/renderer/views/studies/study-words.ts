import { assertNever } from '../../../core/base/assert-never'
import type { StudySummary } from '../../../lab/contract/study'

/** One word, or two, for where a study stands. */
export function studyWord({ status }: StudySummary): string {
  switch (status.kind) {
    case 'preparing':
      return 'Preparing'
    case 'training':
      return 'Training'
    case 'pausing':
      return 'Pausing'
    case 'paused':
      return status.problem === undefined ? 'Paused' : 'Stopped by an error'
    case 'finished':
      return 'Finished'
    case 'elsewhere':
      return status.certain ? `Training on ${status.host}` : `Training on ${status.host}?`
    case 'unreadable':
      return 'Cannot be read'
    default:
      return assertNever(status)
  }
}

/** Whether that is good news, a warning or alive, or neither; as for runs. */
export function studyTone({ status }: StudySummary): 'accent' | 'warm' | 'faint' {
  switch (status.kind) {
    case 'preparing':
    case 'training':
    case 'elsewhere':
    case 'unreadable':
      return 'warm'
    case 'paused':
      return status.problem === undefined ? 'faint' : 'warm'
    case 'pausing':
      return 'faint'
    case 'finished':
      return 'accent'
    default:
      return assertNever(status)
  }
}

/** `3 of 10 runs are over, 1 diverged and 2 left out; 4 train at a time` */
export function studyProgressLine({ status, finished, failed, skipped, total }: StudySummary): string {
  if (status.kind === 'preparing') return 'Finding out how many runs can train at a time'
  const parts = [
    ...(failed === 0 ? [] : [`${failed} diverged`]),
    ...(skipped === 0 ? [] : [`${skipped} left out`])
  ]
  const over = finished + failed + skipped
  const line = `${over} of ${total} runs are over${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`
  if (status.kind === 'training')
    return `${line}; ${status.atOnce === 1 ? 'one trains at a time' : `${status.atOnce} train at a time`}`
  if (status.kind === 'pausing') return `${line}; the others save what they have`
  if (status.kind === 'paused') return `${line}; “Resume” trains the others`
  return line
}
