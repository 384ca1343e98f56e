import type { z } from '../base/schema'
import { shortNumber } from '../format/short-number'
import { paragraph } from '../base/text-block'
import type { OptimizerText } from './optimizer-text'
import type { sgd } from './sgd'
import { moveLine, term } from './update-line'

export const sgdText: OptimizerText<z.infer<(typeof sgd)['schema']>> = {
  name: 'SGD',
  about: 'one rate for all weights; the lesson’s',
  describe({ momentum, nesterov }) {
    if (momentum === 0) return 'SGD'
    return nesterov ? 'SGD with Nesterov momentum' : 'SGD with momentum'
  },
  figures: ({ momentum }) => [['momentum', String(momentum)]],
  step({ momentum, nesterov }) {
    if (momentum === 0) return 'gradient'
    return nesterov ? `(gradient + ${momentum} · v)` : 'v'
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
      return [moveLine(start, learningRate, { formula: 'g', numbers: term(g), result: g })]
    }
    const v = momentum * kept + g
    const line = {
      name: 'v',
      formula: `${momentum} · v + g`,
      numbers: `${momentum} · ${term(kept)} + ${term(g)}`,
      result: v
    }
    return [
      line,
      moveLine(
        start,
        learningRate,
        nesterov
          ? {
              formula: `(g + ${momentum} · v)`,
              numbers: `(${shortNumber(g)} + ${momentum} · ${term(v)})`,
              result: g + momentum * v
            }
          : { formula: 'v', numbers: term(v), result: v }
      )
    ]
  }
}
