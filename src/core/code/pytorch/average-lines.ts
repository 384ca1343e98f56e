import type { RunConfig } from '../../settings/run-config'
import { averageEvery } from '../../training/weight-average'
import { blankLine, type CodeLine, codeLine as line, name } from '../code-line'
import { averageLinesText } from './average-lines.text'
import { needsModes } from './needs-modes'

const every = name(String(averageEvery))

/** Before the training loop: an average that does not move yet. */
export function makeAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    line('ema', say.decay)`    decay = ${config.ema}`,
    line('ema', say.moving)`    def moving(old, new, _):`,
    line('ema', say.formula)`        return decay * old + (1 - decay) * new`,
    line('ema', say.average)`    average = optim.swa_utils.AveragedModel(`,
    line('ema', say.arguments)`        net, avg_fn=moving, use_buffers=True)`
  ]
}

/** After a step. */
export function moveAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    line('ema', say.whenToMove)`            if step % ${every} == 0:`,
    line('ema', say.move)`                average.update_parameters(net)`
  ]
}

/** At the end: the average on the test images. */
export function testAverageLines(config: RunConfig): readonly CodeLine[] {
  if (config.ema === 0) return []
  const say = averageLinesText(config)
  return [
    blankLine,
    ...(needsModes(config.model) ? [line('ema', say.evalMode)`    average.eval()`] : []),
    line('ema', say.counter)`    right = 0`,
    line('ema', say.noGrad)`    with torch.no_grad():`,
    line('ema', say.batches)`        for inputs, labels in test_loader:`,
    line('ema', say.outputs)`            outputs = average(inputs.to(device))`,
    line('ema', say.predicted)`            predicted = outputs.argmax(dim=1).cpu()`,
    line('ema', say.sum)`            right += (predicted == labels).sum().item()`,
    line('ema', say.share)`    share = right / len(test_set)`,
    line('ema', say.print)`    print(f'Accuracy of the average: {share:.1%}')`
  ]
}
