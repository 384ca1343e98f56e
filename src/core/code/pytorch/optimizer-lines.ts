import { optimizerKind } from '../../optimizers/optimizer-kinds'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line, knobCode } from '../code-line'
import { optimizerLinesText } from './optimizer-lines.text'

/** Loss and optimizer of torch; each knob on a line of its own. */
export function optimizerLines({ optimizer, labelSmoothing }: RunConfig): readonly CodeLine[] {
  const { name: className, arguments: knobs } = optimizerKind(optimizer).pytorch(optimizer)
  const say = optimizerLinesText(optimizer, className)
  return [
    ...(labelSmoothing === 0
      ? [line('loss', say.loss)`criterion = nn.CrossEntropyLoss()`]
      : [
          line('loss', say.loss)`criterion = nn.CrossEntropyLoss(`,
          line('labelSmoothing', say.labelSmoothing(labelSmoothing))`    label_smoothing=${labelSmoothing}`,
          line('loss', say.lossEnd)`)`
        ]),
    line('optimizer', say.optimizer)`optimizer = optim.${className}(`,
    line('optimizer', say.parameters)`    net.parameters(),`,
    line('learningRate', say.learningRate)`    lr=${optimizer.learningRate},`,
    ...knobs.map((knob) => knobCode('    ', knob)),
    line('optimizer', say.end)`)`
  ]
}
