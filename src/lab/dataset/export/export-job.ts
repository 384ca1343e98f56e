import { LabError } from '../../../core/base/lab-error'
import type { DataFiles } from '../files/data-files'

/** A data set on its way to a place that the user named. */
export interface ExportJob {
  /** Complete. */
  readonly dataFiles: DataFiles
  /** Absolute; nothing is there, or for a folder an empty one. */
  readonly target: string
  /** Whether the user has agreed that a file which is there goes. */
  readonly replace?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

/** @throws LabError 'cancelled' */
export function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw exportCancelled()
}

export function exportCancelled(): LabError {
  return new LabError('cancelled', 'The export was cancelled.', 'Nothing was written.')
}

/** What nothing is to be put in the place of. */
export function alreadyThere(target: string, what: string): LabError {
  return new LabError('invalid-input', `${target} ${what}.`, 'Choose another name. Nothing was changed.')
}
