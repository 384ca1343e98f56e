import { LabError } from '../../../core/base/lab-error'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { formatCount } from '../../../core/format/format-number'
import { requireFit } from '../../../core/model/fit-model'
import type { RunState } from '../../../core/run/run-state'

const mostNames = 3

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
  } catch (thrown) {
    return LabError.from(thrown).message
  }
  if (classes.length === 0 || classes.join('\n') === info.classes.join('\n')) return undefined
  return `The network knows the classes ${listed(classes)}, but ${info.name} has ${listed(info.classes)}.`
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNames
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}
