import { rm } from 'node:fs/promises'
import { z } from '../../core/schema'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/** trash/<id>/deleted.json: a folder's own times change whenever somebody copies it. */
const kind = {
  name: 'deletion note',
  format: 2,
  content: z.object({ /** Milliseconds since 1970. */ deletedAt: z.number() })
}

/** Nothing depends on it: where the disk does not take it, the date is not known. */
export async function writeDeletionNote(runFolder: string): Promise<void> {
  await writeSealedFile(runPaths.deletionNote(runFolder), kind, { deletedAt: Date.now() }).catch(
    () => undefined
  )
}

/** When a run in the trash was deleted, if it is known. */
export async function readDeletionNote(runFolder: string): Promise<number | undefined> {
  const note = await readSealedFile(runPaths.deletionNote(runFolder), kind, () => '').catch(() => undefined)
  return note?.deletedAt
}

/** A run that is back has no use for it, and nothing minds it. */
export async function removeDeletionNote(runFolder: string): Promise<void> {
  await rm(runPaths.deletionNote(runFolder), { force: true }).catch(() => undefined)
}
