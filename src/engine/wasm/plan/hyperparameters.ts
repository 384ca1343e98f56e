import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'

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

/** Those that do not change from step to step. */
export function fixedHyperparameters(
  optimizer: OptimizerSpec
): Readonly<Partial<Record<Hyperparameter, number>>> {
  switch (optimizer.type) {
    case 'sgd':
      return { weightDecay: optimizer.weightDecay, keep1: optimizer.momentum }
    case 'adagrad':
      return { weightDecay: optimizer.weightDecay, epsilon: optimizer.epsilon }
    case 'rmsprop': {
      const { weightDecay, epsilon, alpha } = optimizer
      return { weightDecay, epsilon, keep1: alpha, take1: 1 - alpha }
    }
    case 'adam':
    case 'adamw': {
      const { weightDecay, epsilon, beta1, beta2 } = optimizer
      return { weightDecay, epsilon, keep1: beta1, take1: 1 - beta1, keep2: beta2, take2: 1 - beta2 }
    }
  }
}
