import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from '../../core/base/schema'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/**
 * trash/<id>/deleted.json: a folder's own times change whenever somebody copies it. Without the run in files from before
 * it was recorded.
 */
const kind = {
  name: 'deletion note',
  format: 2,
  content: z.object({ runId: z.string().optional(), /** Milliseconds since 1970. */ deletedAt: z.number() })
}

/** Nothing depends on it: where the disk does not take it, the date is not known. */
export async function writeDeletionNote(runFolder: string): Promise<void> {
  const note = { runId: basename(runFolder), deletedAt: Date.now() }
  await writeSealedFile(runPaths.deletionNote(runFolder), kind, note).catch(() => undefined)
}

/** When a run in the trash was deleted, if it is known. */
export async function readDeletionNote(runFolder: string): Promise<number | undefined> {
  const note = await readSealedFile(runPaths.deletionNote(runFolder), kind, () => '').catch(() => undefined)
  const { runId = basename(runFolder), deletedAt } = note ?? {}
  return runId === basename(runFolder) ? deletedAt : undefined
}

/** A run that is back has no use for it, and nothing minds it. */
export async function removeDeletionNote(runFolder: string): Promise<void> {
  await rm(runPaths.deletionNote(runFolder), { force: true }).catch(() => undefined)
}
