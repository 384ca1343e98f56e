import type { Stats } from 'node:fs'
import { open, readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { removeUnfinished } from '../ownership/remove-unfinished'
import { makeFolder } from '../storage/make-folder'
import { errorCode, userPathError } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'

/**
 * Writes a file to a place that the user named. A link stays a link: the file that it leads to is written. Devices,
 * pipes, and files that a new one could not stand in for (several names, another owner) are written through.
 * Everything else is written whole or not at all, with the permissions that it had.
 * @throws LabError 'invalid-input' for a folder, 'storage'
 */
export async function writeUserFile(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const found = await unless('ENOENT', stat(path))
    if (found === undefined) {
      const target = await unless('ENOENT', unless('EINVAL', readlink(path)))
      if (target === undefined) {
        await makeFolder(dirname(path))
        await replace(path, bytes)
      } else await writeUserFile(resolve(dirname(path), target), bytes)
    } else if (found.isDirectory()) {
      throw new LabError(
        'invalid-input',
        `${path} is a folder, so no file can be written there.`,
        'Add a file name to the path.'
      )
    } else if (canBeReplaced(found)) {
      await replace(await realpath(path), bytes, found.mode & 0o777)
    } else {
      await writeThrough(path, bytes)
    }
  } catch (cause) {
    throw userPathError(cause, 'write', path)
  }
}

function canBeReplaced(found: Stats): boolean {
  const ours = process.getuid === undefined || found.uid === process.getuid()
  return found.isFile() && found.nlink === 1 && ours
}

async function replace(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  await writeFileAtomically(path, bytes, mode)
  await removeUnfinished(path)
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(bytes)
  } finally {
    await handle.close()
  }
}

/** @returns undefined when the system answers with this code */
async function unless<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((cause: unknown) => {
    if (errorCode(cause) === code) return undefined
    throw cause
  })
}
