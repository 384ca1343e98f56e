import { mostLeftOut } from '../../../core/data/made-from'
import type { ImportFinding } from '../../../core/data/import-finding'
import type { FolderRequest } from '../../contract/dataset-import'
import { userPathError } from '../../storage/storage-error'
import { asImageFolder } from './as-image-folder'
import { type ImportJob, importImages } from './import-images'
import type { NewContent } from './new-content'
import { scanFolder } from './scan-folder'

type Work = Pick<ImportJob, 'decode' | 'folder' | 'signal' | 'onProgress'>

/** Makes the files of a data set of a folder of images. @throws LabError as `scanFolder` and `importImages` */
export async function importFolder(
  { path: root, shape, fit, seed, testShare, licence }: FolderRequest,
  work: Work
): Promise<NewContent> {
  const scanned = await scanFolder(root, work.signal)
  const options = { shape, fit, seed, testShare }
  const { split, counts, ...content } = await importImages({ root, scanned, options, ...work })
  const reading = await asImageFolder(root, scanned, counts).catch((cause: unknown) => {
    throw userPathError(cause, 'read', root)
  })
  const leftOut = content.findings.filter(({ kind }) => leavesOutFile.has(kind)).map(({ of }) => of)
  const { card } = scanned
  const known = licence ?? card?.licence
  return {
    ...content,
    classes: [...scanned.classes],
    shape,
    // What was exported keeps the numbers that its networks know.
    ...(card?.shape.join() === shape.join() ? { normalisation: card.normalisation } : {}),
    made: {
      folder: {
        fit,
        split,
        leftOut: { count: leftOut.length, files: leftOut.sort().slice(0, mostLeftOut) },
        ...reading
      },
      ...(known === undefined ? {} : { licence: known })
    }
  }
}

/** Of which each is a file of a class that is not in the data set. */
const leavesOutFile: ReadonlySet<ImportFinding['kind']> = new Set([
  'unreadable',
  'inTwoClasses',
  'inBothSets',
  'duplicate'
])
