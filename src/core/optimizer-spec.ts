import { z } from './schema'
import { within } from './within'

const learningRate = z
  .number('the learning rate must be a number')
  .gt(0, 'the learning rate must be above 0: at 0 nothing would be learned')
  .max(10, 'a learning rate above 10 makes any network diverge')

/** Share of itself that a moving mean keeps in a step; at 1 it would never move. */
const decayRate = (what: string): z.ZodNumber => within(what, 0, 0.99999)
/** Added to the divisor, so that a weight without gradient is not divided by 0; a normal float32. */
const epsilon = within('epsilon', 1e-12, 1)
const weightDecay = within('weight decay', 0, 1)
const adam = {
  learningRate,
  beta1: decayRate('beta 1').default(0.9),
  beta2: decayRate('beta 2').default(0.999),
  epsilon: epsilon.default(1e-8)
}

/**
 * The optimizers of torch.optim, with its defaults. w: weight, g: its gradient of the mean loss, lr: learning rate,
 * t: steps including this one, so 1 for the first. All values that an optimizer keeps begin at 0. Every trainable
 * parameter is treated alike, biases included.
 */
export const optimizerSpec = z.discriminatedUnion('type', [
  /**
   * d = g + weightDecay * w; v <- momentum * v + d; w <- w - lr * v,
   * with Nesterov: w <- w - lr * (d + momentum * v).
   */
  z.object({
    type: z.literal('sgd'),
    learningRate,
    momentum: within('momentum', 0, 0.999),
    nesterov: z.boolean().default(false),
    weightDecay: weightDecay.default(0)
  }),
  /**
   * d = g + weightDecay * w; s <- s + d * d; w <- w - lr * d / (sqrt(s) + epsilon).
   * Duchi, Hazan and Singer 2011.
   */
  z.object({
    type: z.literal('adagrad'),
    learningRate,
    epsilon: epsilon.default(1e-10),
    weightDecay: weightDecay.default(0)
  }),
  /**
   * d = g + weightDecay * w; s <- alpha * s + (1 - alpha) * d * d; w <- w - lr * d / (sqrt(s) + epsilon).
   * Neither centred nor with momentum. Tieleman and Hinton 2012.
   */
  z.object({
    type: z.literal('rmsprop'),
    learningRate,
    alpha: decayRate('alpha').default(0.99),
    epsilon: epsilon.default(1e-8),
    weightDecay: weightDecay.default(0)
  }),
  /**
   * d = g + weightDecay * w; m <- beta1 * m + (1 - beta1) * d; v <- beta2 * v + (1 - beta2) * d * d;
   * w <- w - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon). Kingma and Ba 2015.
   */
  z.object({ type: z.literal('adam'), ...adam, weightDecay: weightDecay.default(0) }),
  /** w <- w - lr * weightDecay * w, and then as Adam with d = g. Loshchilov and Hutter 2019. */
  z.object({ type: z.literal('adamw'), ...adam, weightDecay: weightDecay.default(0.01) })
])
export type OptimizerSpec = z.infer<typeof optimizerSpec>
export type OptimizerType = OptimizerSpec['type']
export type SgdSpec = Extract<OptimizerSpec, { readonly type: 'sgd' }>

/** torch.optim's defaults; its SGD has no momentum of its own, so there the lesson's stands. */
export const defaultOptimizers: { readonly [T in OptimizerType]: Extract<OptimizerSpec, { type: T }> } = {
  sgd: { type: 'sgd', learningRate: 0.001, momentum: 0.9, nesterov: false, weightDecay: 0 },
  adagrad: { type: 'adagrad', learningRate: 0.01, epsilon: 1e-10, weightDecay: 0 },
  rmsprop: { type: 'rmsprop', learningRate: 0.01, alpha: 0.99, epsilon: 1e-8, weightDecay: 0 },
  adam: { type: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  adamw: { type: 'adamw', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }
}

/**
 * Names of the values that an optimizer keeps for each trainable weight, in the order of `TrainingState.slots`:
 * v, s, s, and m before v in the formulas above.
 */
export function optimizerSlots(spec: OptimizerSpec): readonly string[] {
  switch (spec.type) {
    case 'sgd':
      return ['momentum']
    case 'adagrad':
      return ['squareSum']
    case 'rmsprop':
      return ['squareAverage']
    case 'adam':
    case 'adamw':
      return ['firstMoment', 'secondMoment']
  }
}
