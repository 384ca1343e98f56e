import type { z } from '../base/schema'
import { formula, paragraph } from '../base/text-block'
import type { muon } from './muon'
import type { OptimizerText } from './optimizer-text'
import { meanLine, moveLine, term } from './update-line'

/** 1 - momentum, without the digits that subtraction adds. */
const rest = (momentum: number): number => Number((1 - momentum).toPrecision(6))

export const muonText: OptimizerText<z.infer<(typeof muon)['schema']>> = {
  name: 'Muon',
  about: 'moves each matrix of weights as a whole, equally far in all its directions',
  describe: ({ nesterov }) => (nesterov ? 'Muon' : 'Muon without Nesterov'),
  figures: ({ momentum }) => [['momentum', String(momentum)]],
  step: () => 'd',
  stepNote: () =>
    '**d** comes from the moving mean of the gradient. In a matrix of weights it is made orthogonal: how steep the slopes are no longer matters, so the learning rate alone sets how far a step goes.',
  momentum({ momentum }) {
    return {
      heading: momentum === 0 ? 'No momentum' : `Keeps ${momentum} of the mean slope`,
      body: [
        formula(`v = **${momentum}** · v + ${rest(momentum)} · gradient`),
        paragraph(
          momentum === 0
            ? 'At **0**, each step follows only the slope of its own batch.'
            : `Muon’s momentum is a moving mean of the slope over about **${Math.round(1 / (1 - momentum))}** steps. Single batches disagree; their mean points downhill more steadily.`
        )
      ]
    }
  },
  tfjs: () => 'TensorFlow.js has no Muon, so the script writes it out.',
  guide: [
    paragraph(
      'The weights of a layer are a matrix: a convolution or a dense layer turns many inputs into many outputs. In the gradient of such a matrix, a few directions are often far steeper than all others, and a step of SGD hardly moves along the rest. Muon keeps a moving mean of the gradient, as momentum does, and makes it orthogonal before it steps: each direction stays as it is, and all of them become about equally strong.'
    ),
    paragraph(
      'It takes five rounds of matrix products to do that (a Newton–Schulz iteration), without finding a single direction. They cost time in each step, most of all with small batches and wide dense layers.'
    ),
    paragraph(
      'Biases, and the scale and shift of batch normalization, are lists of numbers and have no directions of this kind; neither does a depthwise kernel, whose filters see one channel each. For them Muon is SGD with momentum. The same would hold for the two weights of the race, so Muon does not take part in it.'
    ),
    paragraph(
      'It helps most where layers are wide and the training is short: it often reaches the same loss in fewer steps than SGD or Adam.'
    )
  ],
  /** Of a weight that belongs to no matrix. */
  update({ learningRate, momentum, nesterov }, start) {
    const { gradient: g } = start
    const [kept = 0] = start.kept
    const line = meanLine('v', momentum, kept, g, 'slope')
    const v = line.result
    const own = rest(momentum)
    return [
      line,
      nesterov
        ? moveLine(start, learningRate, `(${own} · g + ${momentum} · v)`, (r) => ({
            numbers: `(${own} · ${term(r(g))} + ${momentum} · ${term(r(v))})`,
            result: own * r(g) + momentum * r(v)
          }))
        : moveLine(start, learningRate, 'v', (r) => ({ numbers: term(r(v)), result: r(v) }))
    ]
  }
}
