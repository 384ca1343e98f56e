import { datasetLabel, type DatasetId } from '../../core/data/dataset-id'
import { LabError } from '../../core/base/lab-error'
import { ownDataset } from '../../core/run/run-evaluations'
import type { DatasetService } from '../dataset/dataset-service'
import type { StoredRun } from '../runs/stored-run'
import type { LabParts } from './lab-parts'

type Run = Pick<StoredRun, 'state' | 'summary'>
type Datasets = Pick<LabParts, 'datasets'>

/** The data set that the run's results belong to; undefined for a network from a file that says nothing of it. */
export function datasetIdOf({ state, summary }: Run): DatasetId | undefined {
  return ownDataset(state) ?? summary.dataset
}

/**
 * The run's own data set, where its images are.
 * @param otherwise of a run that belongs to none yet: the id of the one to take, or nothing for the home
 * @throws LabError 'data-missing' where it is not in this data folder; as `DatasetLibrary.find`
 */
export async function datasetOfRun(parts: Datasets, run: Run, otherwise?: string): Promise<DatasetService> {
  const own = datasetIdOf(run)
  if (own === undefined) return parts.datasets.find(otherwise)
  return datasetHolding(parts, own, `Run #${run.summary.number}`)
}

/**
 * The data set with these files.
 * @param what belongs to it
 * @throws LabError 'data-missing' where it is not in this data folder
 */
export async function datasetHolding(
  { datasets }: Datasets,
  own: DatasetId,
  what: string
): Promise<DatasetService> {
  const found = await datasets.holding(own.hash)
  if (found !== undefined) return found
  throw new LabError(
    'data-missing',
    `${what} belongs to ${datasetLabel(own)}, which is not in this data folder.`,
    'Add that data set in the Data room, from the file that somebody exported or from the same images; or choose another data set to test it on.'
  )
}
