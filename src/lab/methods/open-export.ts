import { archiveEnding } from '../contract/dataset-export'
import type { ExportedFile } from '../contract/host'
import { packArchive } from '../dataset/export/pack-archive'
import type { DatasetLibrary } from '../dataset/library/dataset-library'
import { readyDataset } from './ready-dataset'

/** A data set as one file, made while it is written. @throws LabError for one that is not there, or not complete */
export async function openExport(datasets: DatasetLibrary, id: string): Promise<ExportedFile> {
  const service = await datasets.find(id)
  await readyDataset(service)
  const { bytes, writeTo } = await packArchive(service.files)
  return { fileName: `${service.info.id}${archiveEnding}`, bytes, writeTo }
}
