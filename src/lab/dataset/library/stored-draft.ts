import path from 'node:path'
import { readSealedFile, writeSealedFile } from '../../storage/sealed-file'
import { collection, type Collection } from './collection'

const kind = { name: 'data set in the making', format: 2, content: collection }

/** datasets/<id>/draft.json: a data set that cannot be trained on yet. */
export function draftPath(folder: string): string {
  return path.join(folder, 'draft.json')
}

/** @returns undefined where there is none @throws LabError 'data-corrupt' | 'unsupported' | 'storage' */
export async function readDraft(folder: string): Promise<Collection | undefined> {
  const draft = await readSealedFile(
    draftPath(folder),
    kind,
    () => 'Restore the file from a backup, or delete this data set.'
  )
  return draft && { ...draft, id: path.basename(folder) }
}

/** @throws LabError 'storage' */
export async function writeDraft(folder: string, draft: Collection): Promise<void> {
  await writeSealedFile(draftPath(folder), kind, draft, 2)
}
