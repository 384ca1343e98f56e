import { required } from '../base/required'
import type { MatrixSides } from '../layers/matrix-sides'
import { orthogonalise } from '../maths/orthogonalise'
import { optimizerKind, type OptimizerSpec, type OptimizerType } from './optimizer-kinds'
import { optimizerRule } from './optimizer-rule'

/** A parameter on its way through a step. */
interface SteppedParameter {
  /** The weights, which move in place. */
  readonly values: Float64Array
  readonly gradient: Float64Array
  /** What the optimizer keeps for them, in the order of `optimizerStateNames`; it changes in place. */
  readonly kept: readonly Float64Array[]
  /** Undefined where it is no matrix. */
  readonly matrix: MatrixSides | undefined
}

/**
 * One step for one parameter by the optimizer's formulas, in float64: what the reference engine trains with.
 * @param step number of this step, 1 for the first
 */
export function optimizerStep<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  learningRate: number,
  step: number,
  { values, gradient, kept, matrix }: SteppedParameter
): void {
  const together = optimizerKind(spec).matrix
  if (together === undefined || matrix === undefined) {
    const rule = optimizerRule(spec, learningRate, step, kept)
    values.forEach((w, i) => {
      values[i] = rule(w, required(gradient[i], 'a gradient of each weight'), i)
    })
    return
  }
  const { inputs, outputs } = matrix
  const direction = orthogonalise(gradient.map(together.direction(spec, kept)), {
    rows: inputs,
    columns: outputs
  })
  const move = together.move(spec, learningRate, matrix)
  values.forEach((w, i) => {
    values[i] = move(w, required(direction[i], 'a direction of each weight'))
  })
}
