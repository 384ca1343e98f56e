import { z } from '../../core/schema'
import { lossSurface, type LossSurface, type SurfaceDirections } from '../contract/loss-surface'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/** runs/<id>/surfaces/<directions>.json */
const kind = { name: 'loss surface', format: 2, content: z.object({ surface: lossSurface }) }

export async function writeLossSurface(runFolder: string, surface: LossSurface): Promise<void> {
  await writeSealedFile(runPaths.lossSurface(runFolder, surface.directions), kind, { surface })
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
  const file = await readSealedFile(path, kind, () => 'Compute the loss surface again.')
  return file?.surface
}
