import { LabError } from '../../core/base/lab-error'
import { pixelsOf } from '../../core/model/pixel-range'
import type { RememberedAnswers } from '../contract/weights-fit'
import type { LabParts } from './lab-parts'

/**
 * What was said of the same files when they last became a run, or later of that run's pixels.
 * @param files their sha256
 */
export async function lastAnswers(
  { store }: Pick<LabParts, 'store'>,
  files: string
): Promise<RememberedAnswers> {
  for (const { runId, status } of await store.list()) {
    if (status.kind !== 'imported' || status.files !== files) continue
    try {
      const { state, events } = await store.read(runId)
      const imported = events.find((event) => event.type === 'imported')
      if (imported === undefined || state.config === undefined) continue
      const { channels, fit, order } = imported
      return {
        ...(state.pixelsFrom === 'user' ? { pixels: pixelsOf(state.config.model) } : {}),
        ...(channels === undefined ? {} : { channels }),
        classes: order ?? [...state.classes],
        ...(fit === undefined ? {} : { fit })
      }
    } catch (thrown) {
      // A run that cannot be read is told of where runs are listed.
      if (!(thrown instanceof LabError)) throw thrown
    }
  }
  return null
}
