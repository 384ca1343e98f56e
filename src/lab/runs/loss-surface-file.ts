import { basename, dirname } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { lossSurface, type LossSurface, type SurfaceDirections } from '../contract/loss-surface'
import { makeSubfolder } from '../storage/make-subfolder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/** runs/<id>/surfaces/<directions>.json. Without the run in files from before it was recorded. */
const kind = {
  name: 'loss surface',
  format: 2,
  content: z.object({ runId: z.string().optional(), surface: lossSurface })
}
const again = 'Compute the loss surface again.'

export async function writeLossSurface(runFolder: string, surface: LossSurface): Promise<void> {
  const path = runPaths.lossSurface(runFolder, surface.directions)
  await makeSubfolder(dirname(path))
  await writeSealedFile(path, kind, { runId: basename(runFolder), surface })
}

/**
 * @returns undefined when none was computed yet
 * @throws LabError 'data-corrupt', 'unsupported', 'storage'
 */
export async function readLossSurface(
  runFolder: string,
  directions: SurfaceDirections
): Promise<LossSurface | undefined> {
  const path = runPaths.lossSurface(runFolder, directions)
  const file = await readSealedFile(path, kind, () => again)
  if (file === undefined) return undefined
  const { surface, runId = basename(runFolder) } = file
  if (runId === basename(runFolder) && surface.directions === directions) return surface
  throw new LabError('data-corrupt', `${path} belongs to another run or to other directions.`, again)
}
