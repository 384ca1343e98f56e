import { LabError } from '../../core/base/lab-error'
import { type Predictions, readPredictions } from '../runs/evaluation-file'
import type { LabParts } from './lab-parts'
import { requireOwnDataset } from './require-own-dataset'

/**
 * What a run's network predicted for the test images.
 * @throws LabError 'not-found' for a run that was not evaluated, 'invalid-input' for one of another data set
 */
export async function predictionsOf(parts: LabParts, runId: string): Promise<Predictions> {
  const run = await parts.store.read(runId)
  const { state, summary } = run
  if (state.evaluation === undefined) {
    throw new LabError(
      'not-found',
      `Run #${summary.number} has not been evaluated yet.`,
      'Evaluate it first.'
    )
  }
  requireOwnDataset(
    parts,
    run,
    'You can see the images behind its results on a computer that has that data set.'
  )
  return readPredictions(parts.store.folder(runId), state.evaluation.step, state.evaluation.result)
}
