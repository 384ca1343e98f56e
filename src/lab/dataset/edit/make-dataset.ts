import { constants, copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { datasetSlug } from '../../../core/data/dataset-id'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { ImageFit } from '../../../core/data/image-file'
import { makeFolder } from '../../storage/make-folder'
import { removeFolder } from '../../storage/remove-folder'
import { storageError } from '../../storage/storage-error'
import { temporaryPath } from '../../storage/temporary-path'
import type { Collection } from '../library/collection'
import { writeCollection } from '../library/stored-collection'
import { placeNew } from '../write/place-new'

export interface MakerOptions {
  /** Of all data sets. */
  readonly folder: string
  /** Ids that belong to data sets which may not be there yet. */
  readonly reserved: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What a new data set is to be. */
export interface NewDataset {
  readonly name: string
  readonly shape: ImageShape
  readonly fit: ImageFit
  readonly classes: readonly string[]
}

/** Where a data set comes from, for people. */
export const madeHere = 'made in the workbench'

/** Of a class that is made by hand, for testing. */
export const testShare = 0.2

/** Makes one without images. @returns its id @throws LabError 'storage' */
export function makeDataset(
  options: MakerOptions,
  { name, shape, fit, classes }: NewDataset
): Promise<string> {
  const [height, width, channels] = shape
  const split = { kind: 'byHand' as const, testShare }
  return place(options, name, () =>
    Promise.resolve({
      classes: [...classes],
      shape: [height, width, channels],
      labelBytes: 1,
      files: [],
      made: {
        source: madeHere,
        byHand: true,
        at: options.now(),
        folder: { fit, split, leftOut: { count: 0, files: [] }, exportFirst: true }
      }
    })
  )
}

/**
 * A data set of its own with the same images.
 * @param folder the other one's
 * @returns its id
 * @throws LabError 'storage'
 */
export function copyDataset(
  options: MakerOptions,
  folder: string,
  other: Collection,
  name: string
): Promise<string> {
  return place(options, name, async (own) => {
    for (const { name: file, origins } of other.files) {
      for (const one of origins === undefined ? [file] : [file, origins]) {
        const from = path.join(folder, one)
        await copyFile(from, path.join(own, one), constants.COPYFILE_FICLONE).catch((cause: unknown) => {
          throw storageError(cause, 'copy', from)
        })
      }
    }
    const made = { ...other.made, source: `a copy of “${other.name}”`, at: options.now() }
    return { ...other, made }
  })
}

/** Makes a data set beside the others, and gives it its place when it is complete. */
async function place(
  options: MakerOptions,
  name: string,
  fill: (folder: string) => Promise<Omit<Collection, 'id' | 'name'>>
): Promise<string> {
  const { folder: datasets, reserved } = options
  await makeFolder(datasets)
  const folder = temporaryPath(path.join(datasets, 'new'))
  try {
    await mkdir(folder)
    await writeCollection(folder, { ...(await fill(folder)), id: 'new', name })
    return await placeNew(folder, datasets, datasetSlug(name), reserved)
  } catch (thrown) {
    await removeFolder(folder).catch(() => undefined)
    throw storageError(thrown, 'write', folder)
  }
}
