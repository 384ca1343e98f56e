import { join } from 'node:path'
import type { Checkpoint } from '../../core/training/checkpoint'
import { modelFileName, trainingFileName, weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { LabError } from '../../core/base/lab-error'
import { readBoundedFile } from '../storage/read-bounded-file'
import { errorCode, storageError } from '../storage/storage-error'
import { jsonLimits } from './bounded-json'
import { type CheckpointFile, decodeCheckpointFiles } from './decode-checkpoint-files'

/**
 * Reads a folder that `writeCheckpoint` wrote; all three files have to be there, so that a resumed run never begins
 * again without a word. Folders from elsewhere come in through `decodeCheckpointFiles`.
 * @throws LabError 'not-found', 'checkpoint-invalid', 'storage'
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const names = [modelFileName, weightsFileName, trainingFileName]
  return decodeCheckpointFiles(await Promise.all(names.map((name) => read(folder, name))))
}

async function read(folder: string, name: string): Promise<CheckpointFile> {
  const path = join(folder, name)
  try {
    return { name, bytes: await readBoundedFile(path, jsonLimits.bytes, 'checkpoint-invalid') }
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw storageError(cause, 'read', path)
    throw new LabError(
      'not-found',
      `There is no checkpoint in ${folder}: ${name} is missing.`,
      'Continue from another checkpoint of the run, or train it again.',
      cause
    )
  }
}
