import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { LabError, type LabErrorCode } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'

/** Windows has neither FIFOs that block nor this flag. */
const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)
/** What is read at a time where the size is not what the file says. */
const chunk = 64 * 1024

/**
 * Opens a regular file, after following links: never a device, a FIFO, a socket or a folder, and never one that makes
 * the caller wait.
 * @throws LabError 'invalid-input' for another kind of file; Node's own error for what the disk refuses
 */
export async function openRegularFile(
  path: string,
  code: LabErrorCode = 'invalid-input'
): Promise<{ handle: FileHandle; size: number }> {
  // Looked at before it is opened, because opening alone wakes some devices.
  refuseOtherKinds(await stat(path), path, code)
  const handle = await open(path, flags)
  try {
    // It may have been replaced since.
    const found = await handle.stat()
    refuseOtherKinds(found, path, code)
    return { handle, size: found.size }
  } catch (thrown) {
    await handle.close()
    throw thrown
  }
}

/**
 * Reads a whole regular file of at most `maxBytes`. A file that is larger, or grows while it is read, is refused
 * before more than that is in memory.
 * @param code of the error for what is refused
 * @throws LabError 'invalid-input' for another kind of file or a larger one; Node's own error for what the disk refuses
 */
export async function readBoundedFile(
  path: string,
  maxBytes: number,
  code: LabErrorCode = 'invalid-input'
): Promise<Buffer> {
  const { handle, size } = await openRegularFile(path, code)
  try {
    if (size > maxBytes) throw tooLarge(path, size, maxBytes, code)
    const pieces: Buffer[] = []
    // One byte more than the file has: a read that finds it shows that the file grew.
    let room = Buffer.allocUnsafe(size + 1)
    for (let total = 0; ;) {
      const { bytesRead } = await handle.read(room, 0, room.length, null)
      if (bytesRead === 0) return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
      total += bytesRead
      if (total > maxBytes) throw tooLarge(path, total, maxBytes, code)
      pieces.push(room.subarray(0, bytesRead))
      room = bytesRead < room.length ? room.subarray(bytesRead) : Buffer.allocUnsafe(chunk)
    }
  } finally {
    await handle.close()
  }
}

function refuseOtherKinds(found: Stats, path: string, code: LabErrorCode): void {
  if (found.isFile()) return
  throw new LabError(code, `${path} is ${kindOf(found)}, not an ordinary file.`, 'Choose an ordinary file.')
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a named pipe'
  if (found.isSocket()) return 'a socket'
  return 'a device'
}

function tooLarge(path: string, bytes: number, maxBytes: number, code: LabErrorCode): LabError {
  return new LabError(
    code,
    `${path} has ${formatCount(bytes)} bytes; at most ${formatCount(maxBytes)} are allowed.`,
    'Choose another file: this one is larger than any valid file of its kind.'
  )
}
