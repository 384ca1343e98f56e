import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import type { OptimizerText } from './optimizer-text'
import type { rmsprop } from './rmsprop'
import { meanLine, rootLine } from './update-line'

export const rmspropText: OptimizerText<z.infer<(typeof rmsprop)['schema']>> = {
  name: 'RMSprop',
  about: 'a step length for each weight, computed from its recent slopes',
  describe: () => 'RMSprop',
  figures: ({ alpha, epsilon }) => [
    ['alpha', String(alpha)],
    ['epsilon', String(epsilon)]
  ],
  step: () => undefined,
  tfjs: () => undefined,
  guide: [
    paragraph(
      'RMSprop divides by the square root of a moving mean of squared slopes, which forgets old ones. It keeps what is good about Adagrad, a step length for each weight, without coming to a halt.'
    )
  ],
  update({ learningRate, alpha, epsilon }, start) {
    const [kept = 0] = start.kept
    const squares = meanLine('s', alpha, kept, start.gradient, 'square')
    return [squares, rootLine(start, learningRate, squares.result, epsilon)]
  }
}
