import { datasetLabel, type DatasetId } from '../../core/data/dataset-id'
import { LabError } from '../../core/base/lab-error'
import { ownDataset } from '../../core/run/run-evaluations'
import type { StoredRun } from '../runs/stored-run'
import type { LabParts } from './lab-parts'

/** The data set that this lab works with. */
export function datasetHere({ info }: Pick<LabParts, 'info'>): DatasetId {
  return { name: info.name, hash: info.hash }
}

/** The data set that the run's results belong to, where it is another one than this lab works with. */
export function foreignDataset(
  parts: Pick<LabParts, 'info'>,
  { state }: Pick<StoredRun, 'state'>
): DatasetId | undefined {
  const own = ownDataset(state)
  return own === undefined || own.hash === datasetHere(parts).hash ? undefined : own
}

/**
 * @param hint what to do instead
 * @throws LabError 'invalid-input' with both names when the run's results belong to another data set
 */
export function requireOwnDataset(
  parts: Pick<LabParts, 'info'>,
  run: Pick<StoredRun, 'state' | 'summary'>,
  hint: string
): void {
  const own = foreignDataset(parts, run)
  if (own === undefined) return
  throw new LabError(
    'invalid-input',
    `Run #${run.summary.number} belongs to ${datasetLabel(own)}; the data set here is ${datasetLabel(datasetHere(parts))}.`,
    hint
  )
}
