import type { RunSummary } from '../../../lab/contract/run-summary'

/**
 * A run that goes on from its last checkpoint when it is asked to. After its last step too: what is left are the last
 * validation and the test.
 */
export function canResume(run: RunSummary): boolean {
  return run.status.kind === 'stopped' || run.status.kind === 'interrupted'
}
