import type { LabErrorData } from '../base/lab-error'
import type { TrialRunState } from './study-progress'

/** The status of a run, as far as it matters to a study; one that came from a file belongs to none. */
type RunStatus =
  | { readonly kind: 'training' | 'paused' | 'finished' | 'stopped' | 'interrupted' | 'imported' }
  | { readonly kind: 'failed'; readonly error: LabErrorData }

export function trialState(status: RunStatus): TrialRunState {
  switch (status.kind) {
    case 'training':
    case 'paused':
      return 'running'
    case 'finished':
      return 'finished'
    case 'failed':
      return status.error.code === 'diverged' ? 'failed' : 'unfinished'
    case 'stopped':
    case 'interrupted':
    case 'imported':
      return 'unfinished'
  }
}
