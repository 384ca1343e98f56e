import { readFile } from 'node:fs/promises'
import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import { z } from '../../core/schema'
import { lossSurface, type LossSurface, type SurfaceDirections } from '../contract/loss-surface'
import { errorCode, storageError } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'
import { runPaths } from './run-folder'

/** runs/<id>/surfaces/<directions>.json */
const surfaceFile = z.object({ format: z.literal(1), surface: lossSurface })

export async function writeLossSurface(runFolder: string, surface: LossSurface): Promise<void> {
  const content: z.infer<typeof surfaceFile> = { format: 1, surface }
  await writeFileAtomically(runPaths.lossSurface(runFolder, surface.directions), JSON.stringify(content))
}

/**
 * @returns undefined when none was computed yet
 * @throws LabError 'data-corrupt', 'storage'
 */
export async function readLossSurface(
  runFolder: string,
  directions: SurfaceDirections
): Promise<LossSurface | undefined> {
  const path = runPaths.lossSurface(runFolder, directions)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw storageError(cause, 'read', path)
  })
  return text === undefined
    ? undefined
    : parseInput(surfaceFile, parseJson(text, path), path, 'data-corrupt').surface
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LabError('data-corrupt', `${path} is damaged.`, 'Compute the loss surface again.', cause)
  }
}
