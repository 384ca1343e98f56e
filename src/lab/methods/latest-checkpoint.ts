import { LabError } from '../../core/lab-error'
import type { RunSummary } from '../contract/run-summary'
import { checkpointSteps } from '../runs/run-folder'

/** The step of a run's latest checkpoint. @throws LabError 'not-found' when it has none yet */
export async function latestCheckpoint(runFolder: string, summary: RunSummary): Promise<number> {
  const step = (await checkpointSteps(runFolder)).at(-1)
  if (step !== undefined) return step
  throw new LabError(
    'not-found',
    `Run #${summary.number} has no checkpoint yet.`,
    'Train it further: a checkpoint is written at intervals, at the end of an epoch, and when it pauses or stops.'
  )
}
