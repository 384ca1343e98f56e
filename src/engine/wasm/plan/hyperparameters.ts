import type { OptimizerSpec, OptimizerType } from '../../../core/optimizers/optimizer-kinds'
import type { OptimizerTable } from '../../shared/optimizer-table'

/** The numbers that an optimizer's kernel reads from memory, one f32 each. */
export const hyperparameters = [
  'learningRate',
  'weightDecay',
  'epsilon',
  /** What a moving average keeps of itself, and what it takes of the new value. */
  'keep1',
  'take1',
  'keep2',
  'take2',
  /** Adam's, computed for each step: lr / (1 - beta1^t) and 1 / sqrt(1 - beta2^t). */
  'correctedRate',
  'inverseRoot'
] as const
export type Hyperparameter = (typeof hyperparameters)[number]

export const hyperparameterBytes = hyperparameters.length * 4

export function hyperparameterOffset(name: Hyperparameter): number {
  return hyperparameters.indexOf(name) * 4
}

type Values = Readonly<Partial<Record<Hyperparameter, number>>>

const fixed: OptimizerTable<Values> = {
  sgd: ({ weightDecay, momentum }) => ({ weightDecay, keep1: momentum }),
  adagrad: ({ weightDecay, epsilon }) => ({ weightDecay, epsilon }),
  rmsprop: ({ weightDecay, epsilon, alpha }) => ({ weightDecay, epsilon, keep1: alpha, take1: 1 - alpha }),
  adam: moments,
  adamw: moments,
  muon: ({ weightDecay, momentum }) => ({ weightDecay, keep1: momentum, take1: 1 - momentum })
}

/** Those that do not change from step to step. */
export function fixedHyperparameters<T extends OptimizerType>(optimizer: OptimizerSpec<T>): Values {
  return fixed[optimizer.type](optimizer)
}

function moments({ weightDecay, epsilon, beta1, beta2 }: OptimizerSpec<'adam' | 'adamw'>): Values {
  return { weightDecay, epsilon, keep1: beta1, take1: 1 - beta1, keep2: beta2, take2: 1 - beta2 }
}
