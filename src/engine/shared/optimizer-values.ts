import { required } from '../../core/base/required'
import type { TrainingState } from '../../core/model/weights'

/**
 * What the optimizer keeps for a trainable parameter: before the first step zeros.
 * @param place, parameter places in `TrainingState.optimizerState`
 */
export function optimizerValues(
  state: TrainingState,
  place: number,
  parameter: number,
  length: number
): Float32Array {
  if (state.optimizerState.length === 0) return new Float32Array(length)
  return required(state.optimizerState[place]?.[parameter], 'what the optimizer keeps for each parameter')
}
