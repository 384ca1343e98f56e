import { inferShapes } from './infer-shapes'
import { LabError } from '../base/lab-error'
import { formatCount } from '../format/format-number'
import { kindOf } from '../layers/layer-kinds'
import type { ModelSpec } from './model-spec'

/**
 * A layer that normalises over the batch cannot learn from one value a channel: its variance is 0, and the unbiased one
 * is 0 / 0. That happens to a batch of one image where what is normalised is flat or one pixel large. As in PyTorch it
 * is an error, for a last short batch too.
 * @param images how many are trained on, in batches of batchSize and a last one that may be shorter
 * @throws LabError 'invalid-input' that names the layer
 */
export function checkBatchStatistics(model: ModelSpec, images: number, batchSize: number): void {
  const last = images % batchSize
  const smallest = last === 0 ? batchSize : last
  if (images === 0 || smallest > 1) return
  for (const { layer, input } of inferShapes(model)) {
    if (kindOf(layer).statisticValues(input) !== 1) continue
    throw new LabError(
      'invalid-input',
      batchSize === 1
        ? `Layer ${layer.name} normalises over the batch, but a batch of one image gives it only one value for each channel.`
        : `Layer ${layer.name} normalises over the batch, but with ${formatCount(images)} training images, the last batch of ${batchSize} would have only one image.`,
      'Choose another batch size, or move batch normalisation to a place where the values are still images.'
    )
  }
}
