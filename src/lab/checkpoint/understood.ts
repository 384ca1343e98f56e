import { LabError } from '../../core/base/lab-error'
import { hints, invalidCheckpoint } from './invalid-checkpoint'

/**
 * Sizes that do not fit are the caller's mistake elsewhere; here they are the file's.
 * @param what the part of the file, for people
 * @throws LabError 'checkpoint-invalid'
 */
export function understood<T>(check: () => T, what: string): T {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause
    throw invalidCheckpoint(`${what} cannot be used: ${cause.message}`, hints.network, cause)
  }
}
