import path from 'node:path'
import { readSealedFile, writeSealedFile } from '../../storage/sealed-file'
import { honestName } from '../files/honest-name'
import { datasetManifest, type DatasetManifest } from '../files/manifest'

/** datasets/<id>/manifest.json: what the data set is. One without it is known by the manifest that the lab was given. */
const manifestName = 'manifest.json'

const kind = { name: 'manifest of a data set', format: 2, content: datasetManifest }

export function manifestPath(folder: string): string {
  return path.join(folder, manifestName)
}

/**
 * @param folder the data set's own, whose name is its id: one that was copied is a data set of its own
 * @returns undefined where there is none
 * @throws LabError 'data-corrupt' | 'unsupported' | 'storage'
 */
export async function readManifest(folder: string): Promise<DatasetManifest | undefined> {
  const manifest = await readSealedFile(
    manifestPath(folder),
    kind,
    () => 'Restore the file from a backup, or delete this data set and add it again.'
  )
  return manifest && { ...manifest, id: path.basename(folder), name: honestName(manifest) }
}

/** @throws LabError 'storage' */
export async function writeManifest(folder: string, manifest: DatasetManifest): Promise<void> {
  await writeSealedFile(manifestPath(folder), kind, manifest, 2)
}
