import { LabError } from '../../core/base/lab-error'
import type { MethodInput } from '../contract/contract'
import type { LabParts } from './lab-parts'

/**
 * The run that the same files became before, if it is still as they are: it was not trained since, its checkpoint is
 * whole, and it takes the pixels that the files say or that are given now.
 * @param content sha256 of the files
 */
export async function importedBefore(
  parts: LabParts,
  content: string,
  { pixels }: Omit<MethodInput<'evaluateRun'>, 'runId'> = {}
): Promise<string | undefined> {
  const { store, checkpoints } = parts
  for (const { runId, status } of await store.list()) {
    if (status.kind !== 'imported' || status.content !== content) continue
    try {
      const run = await store.read(runId)
      if (pixels === undefined && run.state.pixelsFrom === 'user') continue
      const found = await checkpoints.find(run)
      if (found?.damaged.length === 0) return runId
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown
      // The files are at hand: a run whose own copy is damaged is not needed.
    }
  }
  return undefined
}
