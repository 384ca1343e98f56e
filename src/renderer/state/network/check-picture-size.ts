import { LabError } from '../../../core/base/lab-error'
import { imageLimits } from '../../../core/data/image-file'
import { formatBytes } from '../../../core/format/format-bytes'

/** @throws LabError 'invalid-input' for a file that the lab would refuse, before it is read */
export function checkPictureSize(name: string, bytes: number): void {
  if (bytes <= imageLimits.bytes) return
  throw new LabError(
    'invalid-input',
    `${name} has ${formatBytes(bytes)}. Tenfold reads files of up to ${formatBytes(imageLimits.bytes)}.`,
    'Make a smaller copy of it, and choose that.'
  )
}
