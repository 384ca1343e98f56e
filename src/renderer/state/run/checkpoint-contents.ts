import { maxCheckpointBytes, maxCheckpointFiles } from '../../../core/checkpoint/checkpoint-files'
import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import type { MethodInput } from '../../../lab/contract/contract'
import { base64FromFile } from '../../bytes/base64'
import { type ChosenFile, nameOf } from '../data/chosen-file'
import { networkFiles } from './network-files'

type Contents = MethodInput<'loadCheckpoint'>['files']

/**
 * Reads the files of a checkpoint out of those that a user chose or dropped. A single file is taken whatever it is;
 * among several, what does not belong to the checkpoint is left unread.
 * @throws LabError 'checkpoint-invalid' when there is no checkpoint among them, or too much
 */
export async function checkpointContents(files: readonly ChosenFile[]): Promise<Contents> {
  const chosen = files.length === 1 ? files : await networkFiles(files)
  const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0)
  if (chosen.length === 0) {
    const among =
      files.length === 0 ? 'in it: it has no files' : `among its ${formatCount(files.length)} files`
    throw refused(`There is no checkpoint ${among}.`)
  }
  if (bytes > maxCheckpointBytes || chosen.length > maxCheckpointFiles) {
    const limit = `${formatCount(maxCheckpointBytes)} bytes in ${formatCount(maxCheckpointFiles)} files`
    throw refused(
      `${formatCount(bytes)} bytes in ${formatCount(chosen.length)} files are too much for a checkpoint. The limit is ${limit}.`
    )
  }
  return Promise.all(
    chosen.map(async (one) => ({ name: nameOf(one), content: await base64FromFile(one.file) }))
  )
}

function refused(message: string): LabError {
  return new LabError(
    'checkpoint-invalid',
    message,
    'Choose a .tenfold.json, .onnx, .keras, .h5, .pth, .safetensors or .zip file, or the folder with model.json and the files of its weights.'
  )
}
