import { LabError } from '../../../../core/base/lab-error'

const usualHint = 'Download it again, or choose another file.'

/** A file whose bytes are not what its format asks for. @param reason goes on after the name: `ends after 12 bytes` */
export function badFile(name: string, reason: string, hint = usualHint, cause?: unknown): LabError {
  return new LabError('data-corrupt', `${name} ${reason}.`, hint, cause)
}

/** A sound file that holds what Tenfold cannot train on. */
export function unsuitableFile(name: string, reason: string, hint: string): LabError {
  return new LabError('unsupported', `${name} ${reason}.`, hint)
}
