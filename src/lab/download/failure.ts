import { LabError } from '../../core/base/lab-error'
import { errorCode, hasErrorCode, storageError } from '../storage/storage-error'
import { StallError } from './http-get'

const storageCodes = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'EIO',
  'EFBIG',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EBUSY'
]
const offlineCodes = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ECONNREFUSED',
  'ETIMEDOUT'
]

export function cancelled(): LabError {
  return new LabError(
    'cancelled',
    'The download was cancelled.',
    'Start it again; it continues where it stopped.'
  )
}

/** An error of the disk or of the network, met while working on `what`, as the user is to see it. */
export function describeFailure(error: unknown, what: string): LabError {
  if (error instanceof LabError) return error
  const code = errorCode(error)
  if (code === 'ABORT_ERR') return cancelled()
  if (hasErrorCode(error, ...storageCodes))
    return storageError(error, 'use', pathOf(error) ?? 'the data set’s folder')
  if (hasErrorCode(error, ...offlineCodes)) {
    return new LabError(
      'offline',
      `${what} cannot be reached (${code}).`,
      'Check the network connection and the proxy settings, or use a local archive.',
      error
    )
  }
  const reason = error instanceof StallError ? error.message : (code ?? String(error))
  return new LabError(
    'download-failed',
    `${what} could not be downloaded: ${reason}.`,
    'Try again (what was downloaded so far is kept), or use another source or a local archive.',
    error
  )
}

/** The file or folder that a system error is about. */
function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined
}
