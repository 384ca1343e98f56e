import { LabError } from '../../core/base/lab-error'
import type { Weights } from '../../core/model/weights'
import type { Checkpoint } from '../../core/training/checkpoint'

/**
 * The weights that are exported: the network's, or their moving average.
 * @throws LabError 'invalid-input' where there is no average
 */
export function chosenWeights({ state, average }: Checkpoint, averaged: boolean): Weights {
  if (!averaged) return state.weights
  if (average === undefined) throw noAverage('This checkpoint has no average of the weights.')
  return average
}

export function noAverage(why: string): LabError {
  return new LabError('invalid-input', why, 'Export the weights themselves instead.')
}
