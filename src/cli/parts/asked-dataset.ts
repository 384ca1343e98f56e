import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { type DatasetId, datasetLabel } from '../../core/data/dataset-id'
import type { Lab } from '../../lab/contract/contract'
import type { DatasetStatus } from '../../lab/contract/dataset-status'

/**
 * The data set that a command works with: the one that was named, else the assignment's, else the usual one.
 * @param assigned of the assignment, where it names one
 * @throws LabError 'data-missing' where the assignment's is not in the data folder, and what the lab throws
 */
export async function askedDataset(
  lab: Pick<Lab, 'getDataset' | 'listDatasets'>,
  named: string | undefined,
  assigned: DatasetId | undefined
): Promise<DatasetStatus> {
  if (named !== undefined || assigned === undefined) return lab.getDataset({ dataset: named })
  const { datasets } = await lab.listDatasets({})
  const found = datasets.find(({ info }) => info.hash === assigned.hash)
  if (found !== undefined) return found
  throw new LabError(
    'data-missing',
    `The assignment is for ${datasetLabel(assigned)}, which is not in this data folder.`,
    `Add it with: ${ownCommand} data import <path>, or name another data set with --data.`
  )
}
