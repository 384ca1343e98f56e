import { LabError } from '../../core/base/lab-error'

function orElsewhere(remedy: string, folder: string): Pick<Reason, 'hint' | 'ofUser'> {
  return {
    hint: `${remedy}, or set TENFOLD_DATA to ${folder}.`,
    ofUser: `${remedy}, or choose another path.`
  }
}

const full = {
  what: 'the disk is full',
  ...orElsewhere('Free some space', 'a folder on another disk')
}
const denied = {
  what: 'permission was denied',
  ...orElsewhere('Give yourself permission there', 'a folder of your own')
}
const readOnly = {
  what: 'the disk is read-only',
  hint: 'Set TENFOLD_DATA to a folder on a disk that can be written to.',
  ofUser: 'Choose another path.'
}
const blocked = {
  what: 'a file stands where a folder is needed',
  ...orElsewhere('Move that file away', 'another folder')
}
const exhausted = {
  what: 'too many files are open',
  hint: 'Close other programs, or raise the limit on open files (ulimit -n), and try again.'
}

const broken = {
  what: 'the disk reported an error',
  ...orElsewhere('Check the disk and its connection', 'a folder on another disk')
}
const noPlace = {
  what: 'it does not exist',
  ...orElsewhere('Check that the disk is connected', 'a folder that can be made')
}
const taken = {
  what: 'something else is already there',
  hint: 'Move it away, then try again.'
}
const apart = {
  what: 'the two paths are on different disks',
  hint: 'Keep the whole data folder on one disk, because Tenfold moves files in a single step.'
}

interface Reason {
  readonly what: string
  readonly hint: string
  /** The hint for a path that the user named, where it is another. */
  readonly ofUser?: string
}

const reasons: Readonly<Record<string, Reason>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: denied,
  EPERM: denied,
  EROFS: readOnly,
  ENOTDIR: blocked,
  EEXIST: blocked,
  EMFILE: exhausted,
  ENFILE: exhausted,
  EIO: broken,
  ENOENT: noPlace,
  ENOTEMPTY: taken,
  EXDEV: apart
}

/**
 * What the disk refused, as a LabError 'storage'.
 * @param action what was being done, for people: `save the checkpoint`
 */
export function storageError(cause: unknown, action: string, path: string): LabError {
  if (cause instanceof LabError) return cause
  const code = errorCode(cause)
  const reason = code === undefined ? undefined : reasons[code]
  const what = reason?.what ?? (cause instanceof Error ? cause.message : String(cause))
  return new LabError(
    'storage',
    `Could not ${action} ${path}: ${what}.`,
    reason?.hint ?? 'Check that the disk is connected and works, then try again.',
    cause
  )
}

/**
 * The same for a path that the user named: there the data folder is not to blame.
 * @param path as the user knows it
 */
export function userPathError(thrown: unknown, action: string, path: string): LabError {
  if (thrown instanceof LabError && thrown.code !== 'storage') return thrown
  const cause = thrown instanceof LabError ? thrown.cause : thrown
  const { code, message, hint } = storageError(cause, action, path)
  return new LabError(code, message, reasons[String(errorCode(cause))]?.ofUser ?? hint, cause)
}

/**
 * For work whose result is worth more than its record.
 * @returns what the disk refused
 * @throws any other error, as it is
 */
export function requireStorageError(thrown: unknown): LabError {
  const error = LabError.from(thrown)
  if (error.code !== 'storage') throw error
  return error
}

/** Whether the disk has no room, or the user none on it. */
export function isFull(error: LabError): boolean {
  const code = errorCode(error.cause)
  return code !== undefined && reasons[code] === full
}

/** Whether too many files were open: what was asked for may be in perfect order. */
export function isExhausted(error: LabError): boolean {
  const code = errorCode(error.cause)
  return code !== undefined && reasons[code] === exhausted
}

/** The system's name of an error, such as ENOENT; undefined for an error that did not come from the system. */
export function errorCode(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}

/** Whether an error came from the system, with one of these codes. */
export function hasErrorCode(cause: unknown, ...codes: readonly string[]): boolean {
  const code = errorCode(cause)
  return code !== undefined && codes.includes(code)
}
