import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'

/** The driver took the device away: it was reset, its driver updated, or a step took too long. */
export function deviceLost(name: string, message: string): LabError {
  return new LabError(
    'engine-unavailable',
    `The graphics card was lost during computation (${name}): ${message === '' ? 'its driver gave no reason' : message}`,
    'The last checkpoint is kept. Resume the run; if it happens again, choose a smaller batch size, or continue with another engine under Devices.'
  )
}

/** The card is there, and its driver does not let this process compute on it. */
export function noDevice(name: string, cause: unknown): LabError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new LabError(
    'engine-unavailable',
    `The graphics card cannot be used (${name}): ${why}`,
    'Close other programs that use the card, update its driver, or choose another engine under Devices.',
    cause
  )
}

/** @param fitting the largest batch that was found to fit, or 0 */
export function outOfMemory(name: string, batchSize: number, bytes: number, fitting: number): LabError {
  return new LabError(
    'engine-unavailable',
    `A batch of ${formatCount(batchSize)} images needs ${megabytes(bytes)} of the graphics card’s memory, more than is available (${name}).`,
    fitting > 0
      ? `Choose a batch size of ${formatCount(fitting)} or less, or continue with another engine under Devices; what was trained is kept.`
      : 'Choose a smaller network, or another engine.'
  )
}

export function dataTooLarge(name: string, bytes: number): LabError {
  return new LabError(
    'engine-unavailable',
    `The data set (${megabytes(bytes)}) does not fit into the graphics card's memory (${name}).`,
    'Close other programs that use the card and resume, or continue with another engine under Devices.'
  )
}

/** The driver refused what this engine asked of it. */
export function refused(name: string, message: string): LabError {
  return new LabError(
    'internal',
    `The graphics card's driver rejected a kernel (${name}): ${message}`,
    'Update the driver of the graphics card, or choose another engine.'
  )
}

function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / 2 ** 20))} MB`
}
