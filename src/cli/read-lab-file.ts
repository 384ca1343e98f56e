import { open } from 'node:fs/promises'
import { LabError } from '../core/lab-error'
import { type LabFile, labFileMaxCharacters, parseLabFile } from '../core/lab-file'
import { errorCode, storageError } from '../lab/storage/storage-error'

/** In UTF-8 a character has up to 4 bytes; what is larger is refused by its beginning. */
const mostBytes = 4 * (labFileMaxCharacters + 1)

/** Reads a teacher's lab. @throws LabError 'not-found', 'storage', or 'invalid-input' when the file is no lab */
export async function readLabFile(file: string): Promise<LabFile> {
  return parseLabFile(await readStart(file))
}

async function readStart(file: string): Promise<string> {
  try {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') {
      throw new LabError(
        'not-found',
        `There is no file ${file}.`,
        'Give --lab the path of a .tenfold-lab.json file.'
      )
    }
    throw storageError(cause, 'read', file)
  }
}
