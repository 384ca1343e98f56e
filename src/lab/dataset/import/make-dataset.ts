import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { datasetSlug } from '../../../core/data/dataset-id'
import { groupFindings } from '../../../core/data/import-finding'
import type { ImportRequest, ImportStatus } from '../../contract/dataset-import'
import { makeFolder } from '../../storage/make-folder'
import { removeFolder } from '../../storage/remove-folder'
import { storageError } from '../../storage/storage-error'
import { syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import type { ImageDecoder } from '../decoding/image-decoder'
import { writeManifest } from '../library/stored-manifest'
import { placeNew } from '../write/place-new'
import { writeFindings } from './findings-file'
import { importFolder } from './import-folder'
import { importKnownSet } from './import-known-set'

export interface ImportWork {
  /** The folder of all data sets. */
  readonly datasets: string
  /** Ids that belong to data sets which may not be there yet. */
  readonly reserved: readonly string[]
  readonly decoder: Pick<ImageDecoder, 'decode'>
  readonly signal: AbortSignal
  /** Of images. */
  readonly onProgress: (done: number, total: number) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Makes a data set of the images at a place, whole or not at all.
 * @param source what its card says that it was made of
 * @throws LabError
 */
export async function makeDataset(
  request: Extract<ImportRequest, { kind: 'folder' | 'known' }>,
  source: string,
  { datasets, reserved, decoder, signal, onProgress, now }: ImportWork
): Promise<Extract<ImportStatus, { state: 'done' }>> {
  const { name } = request
  await makeFolder(datasets)
  const folder = temporaryPath(path.join(datasets, 'import'))
  const work = { folder, signal, onProgress }
  try {
    await mkdir(folder)
    const { findings, made, files, ...content } =
      request.kind === 'known'
        ? await importKnownSet(request, work)
        : await importFolder(request, {
            ...work,
            decode: (image, aborted) => decoder.decode(image, aborted)
          })
    if (findings.length > 0) await writeFindings(folder, findings)
    await writeManifest(folder, {
      id: 'import',
      name,
      ...content,
      files: [...files],
      made: { source, at: now(), ...made }
    })
    await syncFolder(folder)
    const id = await placeNew(folder, datasets, datasetSlug(name), reserved)
    return {
      state: 'done',
      id,
      name,
      images: files.reduce((sum, file) => sum + file.images, 0),
      findings: groupFindings(findings).map(({ kind, findings: own }) => ({ kind, count: own.length }))
    }
  } catch (thrown) {
    // The first failure is the one to tell of; what is left is removed when the lab opens next.
    await removeFolder(folder).catch(() => undefined)
    throw storageError(thrown, 'write', folder)
  }
}
