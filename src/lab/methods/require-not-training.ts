import { LabError } from '../../core/base/lab-error'
import type { LabParts } from './lab-parts'

/**
 * A data set that a run of this lab is training on stays as it is.
 * @param hash its sha256
 * @throws LabError 'busy'
 */
export async function requireNotTraining(
  { store, supervisor, studies }: Pick<LabParts, 'store' | 'supervisor' | 'studies'>,
  { name, hash }: { readonly name: string; readonly hash: string }
): Promise<void> {
  const training = [supervisor.activeRun, ...studies.activeRuns].filter((runId) => runId !== undefined)
  for (const runId of training) {
    const { summary } = await store.read(runId)
    if (summary.dataset?.hash === hash)
      throw new LabError(
        'busy',
        `Run #${summary.number} is being trained on ${name}.`,
        'Stop it, or wait until it has finished.'
      )
  }
}
