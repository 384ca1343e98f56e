import { required } from '../../core/base/required'
import type { TrainingState } from '../../core/model/weights'

/**
 * What the optimizer keeps for a trainable parameter: before the first step zeros.
 * @param slot, parameter places in `TrainingState.slots`
 */
export function slotValues(
  state: TrainingState,
  slot: number,
  parameter: number,
  length: number
): Float32Array {
  if (state.slots.length === 0) return new Float32Array(length)
  return required(state.slots[slot]?.[parameter], 'what the optimizer keeps for each parameter')
}
