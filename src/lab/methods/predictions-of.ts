import { LabError } from '../../core/base/lab-error'
import { type Predictions, readPredictions } from '../runs/evaluation-file'
import type { LabParts } from './lab-parts'
import type { DatasetService } from '../dataset/dataset-service'
import { datasetOfRun } from './dataset-of-run'

/**
 * What a run's network predicted for the test images of its own data set, and that data set.
 * @throws LabError 'not-found' for a run that was not evaluated, 'data-missing' for one whose data set is not here
 */
export async function predictionsOf(
  parts: LabParts,
  runId: string
): Promise<{ readonly predictions: Predictions; readonly dataset: DatasetService }> {
  const run = await parts.store.read(runId)
  const { state, summary } = run
  if (state.evaluation === undefined) {
    throw new LabError(
      'not-found',
      `Run #${summary.number} has not been evaluated yet.`,
      'Evaluate it first.'
    )
  }
  const { step, result } = state.evaluation
  const dataset = await datasetOfRun(parts, run)
  return { predictions: await readPredictions(parts.store.folder(runId), step, result), dataset }
}

/**
 * What the networks of two runs predicted for the same test images.
 * @throws LabError as `predictionsOf`, and 'invalid-input' for runs of different data sets
 */
export async function predictionsOfBoth(
  parts: LabParts,
  first: string,
  second: string
): Promise<{ readonly predictions: readonly [Predictions, Predictions]; readonly dataset: DatasetService }> {
  const one = await predictionsOf(parts, first)
  const other = await predictionsOf(parts, second)
  const [here, there] = [one.dataset.info, other.dataset.info]
  if (here.hash !== there.hash) {
    throw new LabError(
      'invalid-input',
      `The two runs belong to different data sets, ${here.name} and ${there.name}, so there are no images that both have answered.`,
      'Compare two runs of the same data set.'
    )
  }
  return { predictions: [one.predictions, other.predictions], dataset: one.dataset }
}
