import { augmentImage } from '../../../core/augmentation/augment-image'
import { augmentationOf } from '../../../core/augmentation/augmentation'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { RunConfig } from '../../../core/settings/run-config'

/** What becomes of an image of the training set before it is trained on. @param epoch counted from 0 */
export type TrainingImageMaker = (planes: Uint8Array, row: number, epoch: number) => Uint8Array

/**
 * Makes images as a run with this configuration trains on them.
 * @returns undefined where they stay as they are, also where its network is for other images
 */
export function trainingImages(config: RunConfig, shape: ImageShape): TrainingImageMaker | undefined {
  const augmentation = augmentationOf(config)
  if (augmentation === undefined || config.model.inputShape.join() !== shape.join()) return undefined
  return (planes, row, epoch) => {
    const image = planes.slice()
    augmentImage(image, row, epoch, augmentation, shape)
    return image
  }
}
