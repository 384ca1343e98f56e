import { LabError } from '../../core/base/lab-error'
import type { DatasetManifest } from '../dataset/files/manifest'
import type { LabParts } from './lab-parts'

/**
 * Where a training process finds the data set.
 * @throws LabError 'data-missing' unless it is there completely
 */
export async function readyDataset({
  dataset,
  datasetFolder,
  manifest
}: LabParts): Promise<{ folder: string; manifest: DatasetManifest }> {
  const status = await dataset.refresh()
  switch (status.state) {
    case 'ready':
      return { folder: datasetFolder, manifest }
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
