import { LabError } from '../core/lab-error'
import { type LabFile, labFileMaxCharacters, parseLabFile } from '../core/lab-file'
import { readBoundedFile } from '../lab/storage/read-bounded-file'
import { errorCode, storageError } from '../lab/storage/storage-error'
import { userPath } from '../lab/storage/user-path'

/** In UTF-8 a character has up to 4 bytes. */
const mostBytes = 4 * labFileMaxCharacters

/** Reads a teacher's lab. @throws LabError 'not-found', 'storage', or 'invalid-input' when the file is no lab */
export async function readLabFile(file: string): Promise<LabFile> {
  return parseLabFile(await read(userPath(file)))
}

async function read(file: string): Promise<string> {
  try {
    return (await readBoundedFile(file, mostBytes)).toString('utf8')
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
