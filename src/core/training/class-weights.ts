import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import type { ImageSet } from '../data/image-set'
import { flagOf } from '../settings/flag-of'
import type { RunConfig } from '../settings/run-config'
import { runRows } from './batch-order'

/**
 * How much each class counts in the loss of a run.
 * @returns undefined where all count the same
 * @throws LabError 'invalid-input' where weights are balanced and a class has no image that is trained on
 */
export function classWeights(
  config: Pick<RunConfig, 'classWeights' | 'validationSplit' | 'trainImages' | 'seed'>,
  train: Pick<ImageSet, 'labels' | 'count'>,
  classes: readonly string[]
): readonly number[] | undefined {
  if (config.classWeights === 'equal') return undefined
  const rows = runRows(config, train.count).train
  return balancedWeights(
    Array.from(rows, (row) => required(train.labels[row], 'a label of each image')),
    classes
  )
}

/**
 * images / (classes * images of the class), so that each class counts as much as any other however many images it has, and
 * an image counts 1 on average; scikit-learn's "balanced".
 */
export function balancedWeights(labels: readonly number[], classes: readonly string[]): readonly number[] {
  const counts = classes.map(() => 0)
  for (const label of labels) counts[label] = required(counts[label], 'a class of each label') + 1
  return counts.map((count, label) => {
    if (count > 0) return labels.length / (classes.length * count)
    throw new LabError(
      'invalid-input',
      `None of the images to train on is of the class ${required(classes[label], 'a name of each class')}, so no weight can balance it.`,
      `Train on more images (${flagOf('trainImages')} 0), or let all classes count the same (${flagOf('classWeights')} equal).`
    )
  })
}
