import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import type { OptimizerText } from './optimizer-text'
import type { sgd } from './sgd'
import { moveLine, term, updateLine } from './update-line'

export const sgdText: OptimizerText<z.infer<(typeof sgd)['schema']>> = {
  name: 'SGD',
  about: 'one rate for all weights (used in the lesson)',
  describe({ momentum, nesterov }) {
    if (momentum === 0) return 'SGD'
    return nesterov ? 'SGD with Nesterov momentum' : 'SGD with momentum'
  },
  figures: ({ momentum }) => [['momentum', String(momentum)]],
  step({ momentum, nesterov }) {
    if (momentum === 0) return 'gradient'
    return nesterov ? `(gradient + ${momentum} · v)` : 'v'
  },
  stepNote: ({ momentum }) =>
    momentum === 0 ? undefined : '**v** is the gradient plus what momentum keeps of earlier steps.',
  tfjs({ momentum, nesterov }) {
    if (momentum === 0) return 'In TensorFlow.js, this is `momentum` with a momentum of 0.'
    const other = nesterov ? ' with its third argument switched on' : ''
    return `TensorFlow.js calls it \`momentum\`${other}.`
  },
  guide: [
    paragraph(
      'The gradient says which way is down for each weight; the optimizer decides how far to go. SGD moves every weight by its slope times one number, the learning rate.'
    ),
    paragraph('Momentum keeps part of the last step, as a rolling ball does.')
  ],
  update({ learningRate, momentum, nesterov }, start) {
    const { gradient: g } = start
    const [kept = 0] = start.kept
    if (momentum === 0) {
      return [moveLine(start, learningRate, 'g', (r) => ({ numbers: term(r(g)), result: r(g) }))]
    }
    const line = updateLine('v', `${momentum} · v + g`, (r) => ({
      numbers: `${momentum} · ${term(r(kept))} + ${term(r(g))}`,
      result: momentum * r(kept) + r(g)
    }))
    const v = line.result
    return [
      line,
      nesterov
        ? moveLine(start, learningRate, `(g + ${momentum} · v)`, (r) => ({
            numbers: `(${term(r(g))} + ${momentum} · ${term(r(v))})`,
            result: r(g) + momentum * r(v)
          }))
        : moveLine(start, learningRate, 'v', (r) => ({ numbers: term(r(v)), result: r(v) }))
    ]
  }
}
