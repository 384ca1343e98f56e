import { assertNever } from '../assert-never'
import type { OptimizerSpec } from '../optimizer-spec'
import { type CodeLine, codeLine } from './code-line'

/** Loss and optimizer of TensorFlow.js; each knob on a line of its own. */
export function tfjsOptimizer(optimizer: OptimizerSpec): readonly CodeLine[] {
  return [
    codeLine('loss')`const criterion = tf.losses.softmaxCrossEntropy`,
    ...construction(optimizer),
    ...(decays(optimizer) ? [codeLine('weightDecay')`const weights = tf.engine().registeredVariables`] : [])
  ]
}

/** What happens to weights or gradients before the step: TensorFlow.js has no weight decay of its own. */
export function tfjsWeightDecay(optimizer: OptimizerSpec): readonly CodeLine[] {
  if (!decays(optimizer)) return []
  const line = codeLine('weightDecay')
  const { learningRate, weightDecay } = optimizer
  return optimizer.type === 'adamw'
    ? [
        line`      for (const name in grads) {`,
        line`        const kept = 1 - ${learningRate} * ${weightDecay}`,
        line`        const weight = weights[name]`,
        line`        weight.assign(weight.mul(kept))`,
        line`      }`
      ]
    : [
        line`      for (const name in grads) {`,
        line`        const pull = weights[name].mul(${weightDecay})`,
        line`        grads[name] = grads[name].add(pull)`,
        line`      }`
      ]
}

function decays({ weightDecay }: OptimizerSpec): boolean {
  return weightDecay > 0
}

function construction(optimizer: OptimizerSpec): readonly CodeLine[] {
  const begin = (name: string): CodeLine => codeLine('optimizer')`const optimizer = tf.train.${name}(`
  const rate = codeLine('learningRate')`  ${optimizer.learningRate}, // learning rate`
  const end = codeLine('optimizer')`)`
  switch (optimizer.type) {
    case 'sgd':
      return [
        begin('momentum'),
        rate,
        codeLine('momentum')`  ${optimizer.momentum}, // momentum`,
        codeLine('nesterov')`  ${String(optimizer.nesterov)} // Nesterov`,
        end
      ]
    case 'adagrad':
      return [
        begin('adagrad'),
        rate,
        codeLine('epsilon')`  0 // sum of squares at the start`,
        codeLine('epsilon')`) // its epsilon is ${'1e-7'}, under the root`
      ]
    case 'rmsprop':
      return [
        begin('rmsprop'),
        rate,
        codeLine('alpha')`  ${optimizer.alpha}, // alpha`,
        codeLine('momentum')`  0, // momentum`,
        codeLine('epsilon')`  ${optimizer.epsilon} ** 2 // epsilon, under the root`,
        end
      ]
    case 'adam':
    case 'adamw':
      return [
        begin('adam'),
        rate,
        codeLine('beta1')`  ${optimizer.beta1}, // beta 1`,
        codeLine('beta2')`  ${optimizer.beta2}, // beta 2`,
        codeLine('epsilon')`  ${optimizer.epsilon} // epsilon`,
        end
      ]
    default:
      return assertNever(optimizer)
  }
}
