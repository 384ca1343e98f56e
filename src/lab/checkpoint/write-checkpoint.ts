import type { Checkpoint } from '../../core/training/checkpoint'
import { modelFileName, trainingFileName, weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { writeFolderAtomically } from '../storage/write-folder-atomically'
import { encodeLayersModel } from './encode-layers-model'
import { sealJson } from './sealed-json'
import { encodeTraining, encodeWeights } from './training-content'

/**
 * Writes a model folder, whole or not at all: model.json and weights.bin, which `tf.loadLayersModel` reads as they
 * are, and training.json, with which training resumes exactly.
 * @returns the bytes of the three
 * @throws LabError 'diverged' when weights are not finite (nothing is written then), 'invalid-input' for a network that
 * is too large, 'storage'
 */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<number> {
  const files = encodeModelFolder(checkpoint)
  await writeFolderAtomically(folder, files)
  return Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0)
}

/**
 * The files of a model folder by their names, in the order in which they are written one by one: training.json first,
 * which tells that the others are Tenfold's, and model.json last, without which they are no model.
 * @throws as `writeCheckpoint`, but for 'storage'
 */
export function encodeModelFolder(checkpoint: Checkpoint): Readonly<Record<string, Uint8Array | string>> {
  const { config, classes, assumesClasses } = checkpoint
  const namedClasses = assumesClasses === true ? undefined : classes
  const weights = encodeWeights(checkpoint)
  return {
    [trainingFileName]: sealJson('tenfold-training', encodeTraining(checkpoint, weights)),
    [weightsFileName]: weights,
    [modelFileName]: JSON.stringify(encodeLayersModel(config.model, namedClasses), null, 1)
  }
}
