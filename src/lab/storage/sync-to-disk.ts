import { type FileHandle, open } from 'node:fs/promises'
import { hasErrorCode } from './storage-error'

/**
 * What a file system answers that cannot be asked to flush (network shares, FUSE, sandboxes, folders on Windows): what
 * was written is with the system, and whether it survives a power cut is up to it.
 */
const unsupported = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EACCES', 'EPERM', 'EBADF', 'EISDIR']

/**
 * Waits until the disk has what was written to a file.
 * @throws what the disk reports when it failed (EIO, ENOSPC): the file cannot be relied on
 */
export async function syncFile(handle: Pick<FileHandle, 'sync'>): Promise<void> {
  try {
    await handle.sync()
  } catch (cause) {
    if (!hasErrorCode(cause, ...unsupported)) throw cause
  }
}

/**
 * Flushes a folder's entries to the disk, so that a rename in it survives a power cut. The files themselves are safe by
 * now: a file system that fails here (some answer EIO) costs nothing but that.
 */
export async function syncFolder(
  folder: string,
  openFolder: (folder: string) => Promise<Pick<FileHandle, 'sync' | 'close'>> = (path) => open(path, 'r')
): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await openFolder(folder)
    await syncFile(handle).finally(() => handle.close())
  } catch (cause) {
    if (!hasErrorCode(cause, 'EIO', ...unsupported)) throw cause
  }
}
