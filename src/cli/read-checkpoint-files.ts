import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { MethodInput } from '../lab/contract/contract'
import { LabError } from '../core/lab-error'
import { errorCode, storageError } from '../lab/storage/storage-error'

type Files = MethodInput<'loadCheckpoint'>['files']

/** The contract's limit: files of a model folder. */
const maxFiles = 8
/** The contract's limit on one file, before base64. */
const maxBytes = 300_000_000

/**
 * Reads a checkpoint file, or the files of a model folder.
 * @returns undefined where there is neither
 * @throws LabError 'storage' | 'checkpoint-invalid'
 */
export async function readCheckpointFiles(fileOrFolder: string): Promise<Files | undefined> {
  try {
    const isFolder = (await stat(fileOrFolder)).isDirectory()
    const names = isFolder ? (await readdir(fileOrFolder)).filter(isPart) : [path.basename(fileOrFolder)]
    const folder = isFolder ? fileOrFolder : path.dirname(fileOrFolder)
    if (names.length === 0 || names.length > maxFiles) {
      throw new LabError(
        'checkpoint-invalid',
        `${fileOrFolder} is no model folder: it has ${names.length} files that could belong to one.`,
        'A model folder holds model.json, weights.bin and, if training is to go on, training.json.'
      )
    }
    return await Promise.all(names.map((name) => read(path.join(folder, name), name)))
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw storageError(cause, 'read', fileOrFolder)
  }
}

const isPart = (name: string): boolean => /^(model|training)\.json$|\.bin$/.test(name)

async function read(file: string, name: string): Promise<Files[number]> {
  const { size } = await stat(file)
  if (size > maxBytes) {
    throw new LabError(
      'checkpoint-invalid',
      `${file} has ${size.toLocaleString('en')} bytes: too many for a checkpoint.`,
      'Choose a file that Tenfold or TensorFlow.js saved.'
    )
  }
  return { name, content: (await readFile(file)).toString('base64') }
}
