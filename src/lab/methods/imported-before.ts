import { LabError } from '../../core/base/lab-error'
import { pixelsOf, samePixels } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import type { NetworkAnswers } from '../../core/exchange/network-answers'
import type { LabParts } from './lab-parts'

/**
 * The run that the same files became before with the same answers, if it is still as they are: it was not trained since, its
 * checkpoint is whole, and it takes the pixels that the files or the answers say.
 * @param content sha256 of the files and of what was done to their numbers
 * @param checkpoint what they hold, with the answers
 */
export async function importedBefore(
  parts: LabParts,
  content: string,
  { classes, config: { model } }: Pick<Checkpoint, 'classes' | 'config'>,
  { pixels }: NetworkAnswers = {}
): Promise<string | undefined> {
  const { store, checkpoints } = parts
  for (const { runId, status } of await store.list()) {
    if (status.kind !== 'imported' || status.content !== content) continue
    try {
      const run = await store.read(runId)
      const { config, pixelsFrom, classes: own } = run.state
      if (own.join('\n') !== classes.join('\n')) continue
      const same = config !== undefined && samePixels(pixelsOf(config.model), pixels ?? pixelsOf(model))
      if (!same || (pixels === undefined && pixelsFrom === 'user')) continue
      const found = await checkpoints.find(run)
      if (found?.damaged.length === 0) return runId
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown
      // The files are at hand: a run whose own copy is damaged is not needed.
    }
  }
  return undefined
}
