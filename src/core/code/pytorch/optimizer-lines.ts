import type { LayerShape } from '../../layers/layer-kinds'
import { optimizerKind, type OptimizerType } from '../../optimizers/optimizer-kinds'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line, knobCode, name } from '../code-line'
import { muonLines } from './muon-lines'
import { optimizerLinesText } from './optimizer-lines.text'

/** Lines that define what torch.optim does not have; of what it has, none. */
const definitions: Readonly<
  Record<OptimizerType, ((shapes: readonly LayerShape[]) => readonly CodeLine[]) | undefined>
> = {
  sgd: undefined,
  adagrad: undefined,
  rmsprop: undefined,
  adam: undefined,
  adamw: undefined,
  muon: muonLines
}

/**
 * Loss and optimizer of torch; each knob on a line of its own.
 * @param shapes of the network's layers, as far as their sizes fit
 */
export function optimizerLines(
  { optimizer, labelSmoothing }: RunConfig,
  shapes: readonly LayerShape[]
): readonly CodeLine[] {
  const { name: className, arguments: knobs } = optimizerKind(optimizer).pytorch(optimizer)
  const define = definitions[optimizer.type]
  const say = optimizerLinesText(optimizer, className)
  return [
    ...(labelSmoothing === 0
      ? [line('loss', say.loss)`criterion = nn.CrossEntropyLoss()`]
      : [
          line('loss', say.loss)`criterion = nn.CrossEntropyLoss(`,
          line('labelSmoothing', say.labelSmoothing(labelSmoothing))`    label_smoothing=${labelSmoothing}`,
          line('loss', say.lossEnd)`)`
        ]),
    ...(define === undefined ? [] : define(shapes)),
    line('optimizer', say.optimizer)`optimizer = ${name(define === undefined ? 'optim.' : '')}${className}(`,
    line('optimizer', say.parameters)`    net.parameters(),`,
    line('learningRate', say.learningRate)`    lr=${optimizer.learningRate},`,
    ...knobs.map((knob) => knobCode('    ', knob)),
    line('optimizer', say.end)`)`
  ]
}
