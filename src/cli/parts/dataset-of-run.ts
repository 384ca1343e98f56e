import type { DatasetId } from '../../core/data/dataset-id'
import type { Lab } from '../../lab/contract/contract'
import type { DatasetStatus } from '../../lab/contract/dataset-status'

/** The data set that a run belongs to; undefined where it belongs to none, or to one that is not here. */
export async function datasetOfRun(
  lab: Lab,
  { dataset: own }: { readonly dataset?: DatasetId | undefined }
): Promise<DatasetStatus | undefined> {
  if (own === undefined) return undefined
  const { datasets } = await lab.listDatasets({})
  return datasets.find(({ info }) => info.hash === own.hash)
}
