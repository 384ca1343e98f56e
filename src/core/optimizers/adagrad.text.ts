import type { z } from '../base/schema'
import { shortNumber } from '../format/short-number'
import { paragraph } from '../base/text-block'
import type { adagrad } from './adagrad'
import type { OptimizerText } from './optimizer-text'
import { rootLine, term } from './update-line'

export const adagradText: OptimizerText<z.infer<(typeof adagrad)['schema']>> = {
  name: 'Adagrad',
  about: 'a step length for each weight',
  describe: () => 'Adagrad',
  figures: ({ epsilon }) => [['epsilon', String(epsilon)]],
  step: () => undefined,
  guide: [
    paragraph(
      'For each weight, Adagrad adds up the squares of all its slopes so far and divides its steps by the square root. Weights with steep slopes take short steps, and weights with gentle slopes take long ones.'
    ),
    paragraph(
      'The sums only grow, so the steps become shorter and shorter. In the end the weights hardly move.'
    )
  ],
  update({ learningRate, epsilon }, start) {
    const { gradient: g } = start
    const [kept = 0] = start.kept
    const s = kept + g * g
    return [
      { name: 's', formula: 's + g²', numbers: `${shortNumber(kept)} + ${term(g)}²`, result: s },
      rootLine(start, learningRate, s, epsilon)
    ]
  }
}
