import { imagesToStart } from '../model/initial-weights'
import type { RunConfig } from '../settings/run-config'
import { runRows } from './batch-order'

/**
 * Rows of the training images that a network looks at to start: the first of those that it trains on, never one that is
 * held back. None for most networks.
 * @param count training images of the data set
 */
export function startRows(
  config: Pick<RunConfig, 'model' | 'validationSplit' | 'trainImages' | 'seed'>,
  count: number
): Uint32Array {
  const wanted = imagesToStart(config.model)
  return wanted === 0 ? new Uint32Array(0) : runRows(config, count).train.slice(0, wanted)
}
