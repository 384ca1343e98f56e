import { optimizerKind } from '../../optimizers/optimizer-kinds'
import { isScheduled } from '../../schedules/is-scheduled'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line, name } from '../code-line'
import { weightDecayLinesText } from './weight-decay-lines.text'

/** What happens to weights or gradients before the step: TensorFlow.js has no weight decay of its own. */
export function weightDecayLines(config: RunConfig): readonly CodeLine[] {
  const { optimizer } = config
  if (optimizer.weightDecay === 0) return []
  const say = weightDecayLinesText(optimizer)
  const { learningRate, weightDecay } = optimizer
  return [
    line('weightDecay', say.eachGradient)`      for (const name in grads) {`,
    ...(optimizerKind(optimizer).decays === 'weight'
      ? [
          line(
            'weightDecay',
            say.kept
          )`        const kept = 1 - ${isScheduled(config) ? name('rateAt(step)') : learningRate} * ${weightDecay}`,
          line('weightDecay', say.weight)`        const weight = weights[name]`,
          line('weightDecay', say.shrink)`        weight.assign(weight.mul(kept))`
        ]
      : [
          line('weightDecay', say.pull)`        const pull = weights[name].mul(${weightDecay})`,
          line('weightDecay', say.addPull)`        grads[name] = grads[name].add(pull)`
        ]),
    line('weightDecay', say.eachGradientEnd)`      }`
  ]
}
