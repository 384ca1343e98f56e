import { LabError } from '../../../core/base/lab-error'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { requireSameClasses } from '../../../core/data/require-same-classes'
import { requireFit } from '../../../core/model/fit-model'
import type { RunState } from '../../../core/run/run-state'

/**
 * Why the network of a run cannot be tested on a data set, in a sentence: it takes other images, or knows other classes.
 * @returns undefined where it can be
 */
export function testingObstacle(
  { config, classes }: Pick<RunState, 'config' | 'classes'>,
  info: Pick<DatasetInfo, 'name' | 'shape' | 'classes'>
): string | undefined {
  if (config === undefined) return undefined
  try {
    requireFit(config.model, info)
    requireSameClasses(classes, info)
    return undefined
  } catch (thrown) {
    return LabError.from(thrown).message
  }
}
