import { open } from 'node:fs/promises'
import { errorCode } from './storage-error'

/** Where a folder cannot be opened or flushed at all (Windows, some network file systems), renaming has to do. */
const unsupported = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EBADF'])

/** Flushes a folder's entries to the disk, so that a rename in it survives a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (cause) {
    if (!unsupported.has(errorCode(cause) ?? '')) throw cause
  } finally {
    await handle.close()
  }
}
