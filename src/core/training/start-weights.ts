import { type ImageSet, imageBytes } from '../data/image-set'
import { initialWeights } from '../model/initial-weights'
import type { Weights } from '../model/weights'
import type { RunConfig } from '../settings/run-config'
import { startRows } from './start-rows'

/** What a run's weights start as. @param train all training images of the data set */
export function startWeights(
  config: Pick<RunConfig, 'model' | 'validationSplit' | 'trainImages' | 'seed'>,
  train: ImageSet
): Weights {
  const bytes = imageBytes(train)
  const rows = startRows(config, train.count)
  const images = new Uint8Array(rows.length * bytes)
  rows.forEach((row, i) => {
    images.set(train.images.subarray(row * bytes, (row + 1) * bytes), i * bytes)
  })
  return initialWeights(config.model, config.seed, images)
}
