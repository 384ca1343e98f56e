import type { RunConfig } from '../settings/run-config'
import { stepsPerEpoch } from './batch-order'

/** How much a training has to do. */
export interface TrainingSize {
  /** Images that are trained on. */
  readonly images: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
}

/** @param images in the training set, before any are held back */
export function trainingSize(
  {
    validationSplit,
    trainImages,
    batchSize,
    epochs
  }: Pick<RunConfig, 'validationSplit' | 'trainImages' | 'batchSize' | 'epochs'>,
  images: number
): TrainingSize {
  const kept = images - Math.round(images * validationSplit)
  const training = trainImages === 0 ? kept : Math.min(kept, trainImages)
  const perEpoch = stepsPerEpoch(training, batchSize)
  return { images: training, stepsPerEpoch: perEpoch, totalSteps: perEpoch * epochs }
}
