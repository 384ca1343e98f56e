import * as files from 'node:fs/promises'
import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'

/**
 * Refuses to begin what the disk has no room for. Node before 18.15 cannot tell; there the disk says so itself.
 * @throws LabError 'storage'
 */
export async function requireDiskSpace(folder: string, bytes: number): Promise<void> {
  if (!('statfs' in files)) return
  const { bavail, bsize } = await files.statfs(folder)
  const free = bavail * bsize
  if (free >= bytes) return
  throw new LabError(
    'storage',
    `The data set needs ${megabytes(bytes)} of free space, but ${folder} has only ${megabytes(free)}.`,
    'Free some space, or set TENFOLD_DATA to a folder on another disk.'
  )
}

function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / 1e6))} MB`
}
