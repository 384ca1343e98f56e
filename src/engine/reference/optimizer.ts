import { optimizerRule } from '../../core/optimizers/optimizer-rule'
import type { OptimizerSpec } from '../../core/optimizers/optimizer-kinds'
import { at, type Parameter, type Values } from './layer'

/**
 * One step for one parameter, by the formulas of core/optimizers.
 * @param kept what the optimizer keeps for the parameter, in the order of `optimizerStateNames`
 * @param step number of this step, 1 for the first
 */
export function optimize(
  spec: OptimizerSpec,
  learningRate: number,
  step: number,
  { values, gradient }: Parameter,
  kept: readonly Values[]
): void {
  const rule = optimizerRule(spec, learningRate, step, kept)
  for (let i = 0; i < values.length; i++) values[i] = rule(at(values, i), at(gradient, i), i)
}
