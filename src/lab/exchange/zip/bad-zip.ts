import type { LabError } from '../../../core/base/lab-error'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'

/** In a field of 32 bits: the number is in another place, because it does not fit. */
export const elsewhere = 0xffffffff

export function zip64(file: string): LabError {
  return badZip(
    file,
    'is a zip archive of the kind for more than 4 GB',
    'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
  )
}

/** @param reason goes on after the file's name */
export function badZip(
  file: string,
  reason: string,
  hint: string = hints.damaged,
  cause?: unknown
): LabError {
  return invalidCheckpoint(`${shown(file)} ${reason}.`, hint, cause)
}
