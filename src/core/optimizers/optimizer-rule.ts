import type { OptimizerRule } from './optimizer-kind'
import { optimizerKind, type OptimizerSpec, type OptimizerType } from './optimizer-kinds'

/**
 * One step by the optimizer's formulas for weights that are no matrix, weight by weight, in float64: what the race of the
 * optimizers runs.
 * @param kept what the optimizer keeps for the weights, in the order of `optimizerStateNames`, each f64[weights]
 * @param step number of this step, 1 for the first
 */
export function optimizerRule<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  learningRate: number,
  step: number,
  kept: readonly Float64Array[]
): OptimizerRule {
  return optimizerKind(spec).rule(spec, learningRate, step, kept)
}
