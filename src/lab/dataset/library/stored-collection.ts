import { rm } from 'node:fs/promises'
import { storageError } from '../../storage/storage-error'
import { datasetManifest } from '../files/manifest'
import { collection, type Collection, whatIsMissing } from './collection'
import { draftPath, readDraft, writeDraft } from './stored-draft'
import { manifestPath, readManifest, writeManifest } from './stored-manifest'

/** A data set of the library, complete or not. @throws LabError 'data-corrupt' | 'unsupported' | 'storage' */
export async function readCollection(folder: string): Promise<Collection | undefined> {
  const manifest = await readManifest(folder)
  return manifest === undefined ? readDraft(folder) : collection.parse(manifest)
}

/**
 * Writes down what a data set is now: a manifest as soon as it can be trained on. Its files are there already.
 * @throws LabError 'storage'
 */
export async function writeCollection(folder: string, now: Collection): Promise<void> {
  const complete = whatIsMissing(now) === undefined
  if (complete) await writeManifest(folder, datasetManifest.parse(now))
  else await writeDraft(folder, now)
  const gone = complete ? draftPath(folder) : manifestPath(folder)
  await rm(gone, { force: true }).catch((cause: unknown) => {
    throw storageError(cause, 'remove', gone)
  })
}
