import { optimizerKind, type OptimizerSpec } from '../optimizers/optimizer-kinds'
import { type CodeLine, codeLine, knobCode } from './code-line'

/** Loss and optimizer of torch; each knob on a line of its own. */
export function pytorchOptimizer(optimizer: OptimizerSpec): readonly CodeLine[] {
  const { name: className, arguments: knobs } = optimizerKind(optimizer).pytorch(optimizer)
  return [
    codeLine('loss')`criterion = nn.CrossEntropyLoss()`,
    codeLine('optimizer')`optimizer = optim.${className}(`,
    codeLine('optimizer')`    net.parameters(),`,
    codeLine('learningRate')`    lr=${optimizer.learningRate},`,
    ...knobs.map((line) => knobCode('    ', line)),
    codeLine('optimizer')`)`
  ]
}
