import type { z } from '../base/schema'
import { shortNumber } from '../format/short-number'
import { paragraph } from '../base/text-block'
import type { adagrad } from './adagrad'
import type { OptimizerText } from './optimizer-text'
import { rootLine, term } from './update-line'

export const adagradText: OptimizerText<z.infer<(typeof adagrad)['schema']>> = {
  name: 'Adagrad',
  about: 'shorter steps where it was steep',
  describe: () => 'Adagrad',
  figures: ({ epsilon }) => [['epsilon', String(epsilon)]],
  step: () => undefined,
  guide: [
    paragraph(
      'Adagrad adds up the squares of all slopes that a weight has had, and divides by the root. Where it was steep the steps are short, where it was flat they are long.'
    ),
    paragraph(
      'The sum only grows, so every step is shorter than it would have been before. In the end it hardly moves.'
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
