import type { RunSummary } from '../../../lab/contract/run-summary'

/** A run that goes on from its last checkpoint when it is asked to. */
export function canResume(run: RunSummary): boolean {
  return (run.status.kind === 'stopped' || run.status.kind === 'interrupted') && run.step < run.totalSteps
}
