import { optimizerKind, type OptimizerSpec } from '../optimizers/optimizer-kinds'
import { type CodeLine, codeLine, knobCode } from './code-line'

/**
 * Loss and optimizer of TensorFlow.js; each knob on a line of its own.
 * @param names whether it names the variables that learn, `learning`
 */
export function tfjsOptimizer(optimizer: OptimizerSpec, names: boolean): readonly CodeLine[] {
  return [
    codeLine('loss')`const criterion = tf.losses.softmaxCrossEntropy`,
    ...construction(optimizer),
    ...(names
      ? [
          codeLine('optimizer')`const learning = model.trainableWeights`,
          codeLine('optimizer')`  .map((weight) => weight.read())`
        ]
      : []),
    ...(decays(optimizer) ? [codeLine('weightDecay')`const weights = tf.engine().registeredVariables`] : [])
  ]
}

/** What happens to weights or gradients before the step: TensorFlow.js has no weight decay of its own. */
export function tfjsWeightDecay(optimizer: OptimizerSpec): readonly CodeLine[] {
  if (!decays(optimizer)) return []
  const line = codeLine('weightDecay')
  const { learningRate, weightDecay } = optimizer
  return optimizerKind(optimizer).decays === 'weight'
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
  const made = optimizerKind(optimizer).tfjs(optimizer)
  return [
    codeLine('optimizer')`const optimizer = tf.train.${made.name}(`,
    codeLine('learningRate')`  ${optimizer.learningRate}, // learning rate`,
    ...made.arguments.map((line) => knobCode('  ', line)),
    made.end === undefined ? codeLine('optimizer')`)` : knobCode('', made.end)
  ]
}
