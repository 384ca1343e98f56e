import path from 'node:path'
import { required } from '../../src/core/base/required'
import type { FolderRequest, ImportStatus } from '../../src/lab/contract/dataset-import'
import type { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import type { DatasetManifest } from '../../src/lab/dataset/files/manifest'
import { DatasetImporter } from '../../src/lab/dataset/import/dataset-importer'
import { readManifest } from '../../src/lab/dataset/library/stored-manifest'

/** A data set in a folder of its own. */
export interface StoredDataset {
  readonly folder: string
  readonly manifest: DatasetManifest
}

/** Makes a data set of a folder as the lab does. @param datasets where it goes */
export async function importFolder(
  decoder: ImageDecoder,
  datasets: string,
  request: Pick<FolderRequest, 'path'> & Partial<FolderRequest>
): Promise<StoredDataset> {
  const status = await new Promise<ImportStatus>((resolve) => {
    const importer = new DatasetImporter({
      folder: datasets,
      reserved: [],
      decoder,
      downloadable: [],
      environment: {},
      onChange: (change) => {
        if (change.state !== 'running') resolve(change)
      },
      clock: () => 0,
      now: () => 0
    })
    const asked: FolderRequest = {
      kind: 'folder',
      name: 'pictures',
      shape: [20, 24, 3],
      fit: 'cover',
      seed: 5,
      testShare: 0.25,
      ...request
    }
    importer.begin(asked, request.path)
  })
  if (status.state !== 'done') throw new Error(JSON.stringify(status))
  const folder = path.join(datasets, status.id)
  return { folder, manifest: required(await readManifest(folder), 'a manifest') }
}
