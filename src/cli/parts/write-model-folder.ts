import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Checkpoint } from '../../core/training/checkpoint'
import { trainingFileName } from '../../core/checkpoint/checkpoint-files'
import { LabError } from '../../core/base/lab-error'
import { encodeModelFolder } from '../../lab/checkpoint/write-checkpoint'
import { removeUnfinished } from '../../lab/ownership/remove-unfinished'
import { makeFolder } from '../../lab/storage/make-folder'
import { errorCode, userPathError } from '../../lab/storage/storage-error'
import { writeFilesInPlace } from '../../lab/storage/write-files-in-place'
import { writeFolderAtomically } from '../../lab/storage/write-folder-atomically'

/**
 * Writes a model folder to a place that the user named: one that is new, empty, or holds a model of Tenfold's and
 * nothing else. The folder itself stays what it is, be it a link or a mount. Should the process be killed while files
 * take the places of others, the folder is left without its model.json, never with one that fits no weights.
 * @throws LabError 'invalid-input' when it holds anything else, 'storage', and as `writeCheckpoint`
 */
export async function writeModelFolder(folder: string, checkpoint: Checkpoint): Promise<void> {
  const files = encodeModelFolder(checkpoint)
  const place = path.resolve(folder)
  for (const name of Object.keys(files)) await removeUnfinished(path.join(place, name))
  const names = await namesIn(folder)
  if (names === undefined) {
    await makeFolder(path.dirname(place)).catch((cause: unknown) => {
      throw userPathError(cause, 'write', folder)
    })
    await writeFolderAtomically(place, files).catch((thrown: unknown) => {
      throw userPathError(thrown, 'write', folder)
    })
    await removeUnfinished(place)
    return
  }
  const foreign = names.filter((name) => !(name in files))
  if (foreign.length > 0 || (names.length > 0 && !(await isOurs(folder)))) {
    throw new LabError(
      'invalid-input',
      `${folder} is not empty, and Tenfold did not write what is in it${foreign.length === 0 ? '' : ` (${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''})`}.`,
      'Give --output a folder that is new or empty. Nothing was changed.'
    )
  }
  await writeFilesInPlace(place, files).catch((thrown: unknown) => {
    throw userPathError(thrown, 'write', folder)
  })
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  return readdir(folder).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw userPathError(cause, 'write', folder)
  })
}

const firstBytes = Buffer.from('{"format":"tenfold-training"')

/** Whether the folder's training.json begins as those that Tenfold writes. */
async function isOurs(folder: string): Promise<boolean> {
  const file = path.join(folder, trainingFileName)
  try {
    const handle = await open(file, 'r')
    try {
      const { buffer } = await handle.read(Buffer.alloc(firstBytes.length), 0, firstBytes.length, 0)
      return buffer.equals(firstBytes)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return false
    throw userPathError(cause, 'read', file)
  }
}
