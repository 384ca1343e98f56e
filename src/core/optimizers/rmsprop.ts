import { required } from '../base/required'
import { z } from '../base/schema'
import { knobLine, pytorchWeightDecay } from './knob-line'
import { knobLineTexts as say } from './knob-line.text'
import { knobs } from './knobs'
import { type OptimizerKind, stateValue } from './optimizer-kind'

/**
 * d = g + weightDecay * w; s <- alpha * s + (1 - alpha) * d * d; w <- w - lr * d / (sqrt(s) + epsilon).
 * Neither centred nor with momentum. Tieleman and Hinton 2012.
 */
const schema = z.object({
  type: z.literal('rmsprop'),
  learningRate: knobs.learningRate.schema,
  alpha: knobs.alpha.schema.default(0.99),
  epsilon: knobs.epsilon.schema.default(1e-8),
  weightDecay: knobs.weightDecay.schema.default(0)
})

export const rmsprop: OptimizerKind<typeof schema> = {
  schema,
  usual: { type: 'rmsprop', learningRate: 0.01, alpha: 0.99, epsilon: 1e-8, weightDecay: 0 },
  stateNames: ['squareAverage'],
  steps: 'adaptive',
  decays: 'gradient',
  rule(spec, learningRate, _, kept) {
    const averages = required(kept[0], 'what the optimizer keeps')
    return (w, g, i) => {
      const d = g + spec.weightDecay * w
      const s = spec.alpha * stateValue(averages, i) + (1 - spec.alpha) * d * d
      averages[i] = s
      return w - (learningRate * d) / (Math.sqrt(s) + spec.epsilon)
    }
  },
  pytorch: ({ alpha, epsilon, weightDecay }) => ({
    name: 'RMSprop',
    arguments: [
      knobLine('alpha', say.alpha(alpha))`alpha=${alpha},`,
      knobLine('epsilon', say.epsilon(epsilon))`eps=${epsilon},`,
      ...pytorchWeightDecay(weightDecay)
    ]
  }),
  torch: ({ alpha, epsilon, weightDecay }) => ({
    group: { alpha, eps: epsilon, weight_decay: weightDecay, momentum: 0, centered: false },
    state: ['square_avg'],
    countsSteps: true
  }),
  tfjs: ({ alpha, epsilon }) => ({
    name: 'rmsprop',
    arguments: [
      knobLine('alpha', say.tfjsAlpha(alpha))`${alpha}, // alpha`,
      knobLine('momentum', say.tfjsNoMomentum)`0, // momentum`,
      knobLine('epsilon', say.tfjsEpsilonUnderRoot(epsilon))`${epsilon} ** 2 // epsilon, under the root`
    ]
  })
}
