import { assertNever } from '../assert-never'
import type { OptimizerSpec } from '../optimizer-spec'
import { type CodeLine, codeLine } from './code-line'

/** Loss and optimizer of torch; each knob on a line of its own. */
export function pytorchOptimizer(optimizer: OptimizerSpec): readonly CodeLine[] {
  return [
    codeLine('loss')`criterion = nn.CrossEntropyLoss()`,
    codeLine('optimizer')`optimizer = optim.${names[optimizer.type]}(`,
    codeLine('optimizer')`    net.parameters(),`,
    codeLine('learningRate')`    lr=${optimizer.learningRate},`,
    ...knobs(optimizer),
    ...(optimizer.weightDecay !== 0 || optimizer.type === 'adamw'
      ? [codeLine('weightDecay')`    weight_decay=${optimizer.weightDecay},`]
      : []),
    codeLine('optimizer')`)`
  ]
}

/** As torch.optim calls them. */
const names: Readonly<Record<OptimizerSpec['type'], string>> = {
  sgd: 'SGD',
  adagrad: 'Adagrad',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW'
}

function knobs(optimizer: OptimizerSpec): readonly CodeLine[] {
  switch (optimizer.type) {
    case 'sgd': {
      const momentum = codeLine('momentum')`    momentum=${optimizer.momentum},`
      // Without momentum there is nothing to look ahead with, and torch refuses the two together.
      return optimizer.nesterov && optimizer.momentum > 0
        ? [momentum, codeLine('nesterov')`    nesterov=${'True'},`]
        : [momentum]
    }
    case 'adagrad':
      return [codeLine('epsilon')`    eps=${optimizer.epsilon},`]
    case 'rmsprop':
      return [
        codeLine('alpha')`    alpha=${optimizer.alpha},`,
        codeLine('epsilon')`    eps=${optimizer.epsilon},`
      ]
    case 'adam':
    case 'adamw':
      return [
        codeLine('beta1')`    betas=(${optimizer.beta1},`,
        codeLine('beta2')`           ${optimizer.beta2}),`,
        codeLine('epsilon')`    eps=${optimizer.epsilon},`
      ]
    default:
      return assertNever(optimizer)
  }
}
