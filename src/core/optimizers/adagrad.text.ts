import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import type { adagrad } from './adagrad'
import type { OptimizerText } from './optimizer-text'
import { rootLine, term, updateLine } from './update-line'

export const adagradText: OptimizerText<z.infer<(typeof adagrad)['schema']>> = {
  name: 'Adagrad',
  about: 'a step length for each weight, computed from all its slopes',
  describe: () => 'Adagrad',
  figures: ({ epsilon }) => [['epsilon', String(epsilon)]],
  step: () => undefined,
  tfjs: () => undefined,
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
    const squares = updateLine('s', 's + g²', (r) => ({
      numbers: `${term(r(kept))} + ${term(r(g))}²`,
      result: r(kept) + r(g) ** 2
    }))
    return [squares, rootLine(start, learningRate, squares.result, epsilon)]
  }
}
