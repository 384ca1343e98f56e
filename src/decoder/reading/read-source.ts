import type { FileHandle } from 'node:fs/promises'
import { LabError } from '../../core/base/lab-error'
import { imageLimits } from '../../core/data/image-file'
import type { ImageSource } from '../../lab/dataset/decoding/decoder-protocol'
import { openRegularFile } from '../../lab/storage/read-bounded-file'
import { hasErrorCode, userPathError } from '../../lab/storage/storage-error'
import { isDamaged, isEmpty, isTooManyBytes } from './refusals'

/**
 * The bytes of an image's file. Only regular files are opened, after following links.
 * @param name what the file is called in messages
 * @throws LabError for whatever cannot be read, is empty or is too large
 */
export async function readSource(source: ImageSource, name: string): Promise<Uint8Array> {
  const bytes = 'path' in source ? await readFileAt(source.path, name) : source.bytes
  if (bytes.length > imageLimits.bytes) throw isTooManyBytes(name, bytes.length)
  if (bytes.length === 0) throw isEmpty(name)
  return bytes
}

async function readFileAt(path: string, name: string): Promise<Uint8Array> {
  const { handle, size } = await openImage(path, name)
  try {
    if (size > imageLimits.bytes) throw isTooManyBytes(name, size)
    return await readWhole(handle, size, name)
  } catch (thrown) {
    throw userPathError(thrown, 'read', name)
  } finally {
    await handle.close()
  }
}

async function openImage(path: string, name: string): Promise<{ handle: FileHandle; size: number }> {
  try {
    return await openRegularFile(path)
  } catch (thrown) {
    if (thrown instanceof LabError) {
      // It names the file by its whole path.
      throw new LabError(
        thrown.code,
        thrown.message.replace(path, () => name),
        'Leave it out.'
      )
    }
    if (hasErrorCode(thrown, 'ENOENT', 'ENOTDIR')) {
      throw new LabError(
        'not-found',
        `${name} is no longer there.`,
        'It was moved, renamed or deleted. Choose the folder or the file again.',
        thrown
      )
    }
    if (hasErrorCode(thrown, 'ELOOP')) {
      throw new LabError('invalid-input', `${name} is a link that leads to itself.`, 'Leave it out.', thrown)
    }
    throw userPathError(thrown, 'read', name)
  }
}

async function readWhole(handle: FileHandle, size: number, name: string): Promise<Uint8Array> {
  // One byte more than the file has: a read that finds it shows that the file is still being written.
  const room = Buffer.allocUnsafeSlow(size + 1)
  let length = 0
  while (length < room.length) {
    const { bytesRead } = await handle.read(room, length, room.length - length, null)
    if (bytesRead === 0) return room.subarray(0, length)
    length += bytesRead
  }
  throw isDamaged(name, `It grew while it was read, from ${size} bytes.`)
}
