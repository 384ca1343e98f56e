import path from 'node:path'
import { parseInput } from '../../../core/base/parse-input'
import { type FolderCard, folderCard, folderCardName } from '../../../core/data/folder-card'
import { LabError } from '../../../core/base/lab-error'
import { readStoredFile } from '../../storage/read-stored-file'

const hint = 'Delete the file to import the folder without it: classes are then numbered by alphabet.'

/**
 * What an exported folder says of its data set.
 * @returns undefined for any other folder
 * @throws LabError 'data-corrupt' | 'storage'
 */
export async function readFolderCard(root: string): Promise<FolderCard | undefined> {
  const place = path.join(root, folderCardName)
  const bytes = await readStoredFile(place)
  if (bytes === undefined) return undefined
  try {
    const card = parseInput(folderCard, JSON.parse(bytes.toString('utf8')), place, 'data-corrupt')
    if (card.folders.length === card.classes.length) return card
  } catch (cause) {
    throw new LabError('data-corrupt', LabError.from(cause).message, hint, cause)
  }
  throw new LabError('data-corrupt', `${place} does not name a folder for each class.`, hint)
}
