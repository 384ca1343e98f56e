import { LabError } from '../../core/base/lab-error'
import type { DatasetService } from '../dataset/dataset-service'
import type { DatasetPlace } from '../training/trainer-protocol'

/**
 * Where a training process finds a data set.
 * @throws LabError 'data-missing' unless it is there completely
 */
export async function readyDataset(dataset: DatasetService): Promise<DatasetPlace> {
  const status = await dataset.refresh()
  const { folder, manifest } = dataset
  switch (status.state) {
    case 'ready':
      return { folder, manifest }
    case 'failed':
      throw LabError.fromData(status.error)
    case 'absent':
      throw new LabError(
        'data-missing',
        `${manifest.name} has not been downloaded yet.`,
        'Download it first.'
      )
    case 'downloading':
      throw new LabError(
        'data-missing',
        `${manifest.name} is still being downloaded.`,
        'Wait until the download is complete.'
      )
  }
}
