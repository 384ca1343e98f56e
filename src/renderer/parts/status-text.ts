import { assertNever } from '../../core/base/assert-never'
import type { RunSummary } from '../../lab/contract/run-summary'
import type { RunStatus } from '../../core/run/run-state'

/** One word for where a run stands. */
export function statusText(status: RunStatus | RunSummary['status']): string {
  switch (status.kind) {
    case 'new':
      return 'Starting'
    case 'training':
      return 'Training'
    case 'paused':
      return 'Paused'
    case 'imported':
      return 'Loaded'
    case 'finished':
      return 'Finished'
    case 'stopped':
      return 'Stopped'
    case 'failed':
      return 'Failed'
    case 'interrupted':
      return 'Interrupted'
    default:
      return assertNever(status)
  }
}

/** Whether a status is good news or alive, a warning, or neither. */
export function statusTone(status: RunStatus | RunSummary['status']): 'accent' | 'warm' | 'faint' {
  switch (status.kind) {
    case 'training':
    case 'failed':
    case 'interrupted':
      return 'warm'
    case 'finished':
      return 'accent'
    case 'new':
    case 'paused':
    case 'stopped':
    case 'imported':
      return 'faint'
    default:
      return assertNever(status)
  }
}
