import { required } from '../../core/base/required'
import { modelFileName, weightsFileName } from '../../core/checkpoint/checkpoint-files'
import type { Weights } from '../../core/model/weights'
import type { Checkpoint } from '../../core/training/checkpoint'
import { encodeModelFolder } from '../checkpoint/write-checkpoint'
import { zipFiles } from './zip/zip-files'

/**
 * A network as a layers model of TensorFlow.js: a zip archive with a folder of model.json and weights.bin.
 * @param weights in place of the checkpoint's own
 * @throws as `encodeModelFolder`
 */
export function encodeTfjs(checkpoint: Checkpoint, weights: Weights, stem: string): Uint8Array {
  const files = encodeModelFolder({ ...checkpoint, state: { ...checkpoint.state, weights } })
  return zipFiles(
    [modelFileName, weightsFileName].map((name) => [
      `${stem}-tfjs/${name}`,
      required(files[name], `the file ${name}`)
    ])
  )
}
