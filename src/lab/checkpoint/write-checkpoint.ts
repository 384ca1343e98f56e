import type { Checkpoint } from '../../core/checkpoint'
import { writeFolderAtomically } from '../storage/write-folder-atomically'
import { encodeLayersModel } from './encode-layers-model'
import { modelFileName, trainingFileName, weightsFileName } from './layers-model'
import { sealJson } from './sealed-json'
import { encodeTraining, encodeWeights } from './training-content'

/**
 * Writes a model folder, whole or not at all: model.json and weights.bin, which `tf.loadLayersModel` reads as they
 * are, and training.json, with which training resumes exactly.
 * @throws LabError 'diverged' when weights are not finite (nothing is written then), 'unsupported' for more than
 * 16 million parameters, 'storage'
 */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const weights = encodeWeights(checkpoint)
  await writeFolderAtomically(folder, {
    [weightsFileName]: weights,
    [trainingFileName]: sealJson('tenfold-training', encodeTraining(checkpoint, weights)),
    [modelFileName]: JSON.stringify(encodeLayersModel(checkpoint.config.model), null, 1)
  })
}
