import type { OptimizerSpec, OptimizerType } from '../../../core/optimizers/optimizer-kinds'
import { optimizerText } from '../../../core/optimizers/optimizer-texts'
import type { UpdateLine } from '../../../core/optimizers/update-line'
import type { Moment } from './race'

/**
 * The step that leaves `before`, written out for one of the two weights.
 * @param step number of the step, 1 for the first
 */
export function writtenStep<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  before: Moment,
  weight: 'x' | 'y',
  step: number
): readonly UpdateLine[] {
  const axis = weight === 'x' ? 0 : 1
  return optimizerText(spec).update(spec, {
    name: weight,
    weight: before[weight],
    gradient: before.slope[axis],
    kept: before.state.map((values) => values[axis]),
    step
  })
}
