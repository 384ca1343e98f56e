import { required } from '../base/required'
import { z } from '../base/schema'
import { knobLine, pytorchWeightDecay } from './knob-line'
import { knobLineTexts as say } from './knob-line.text'
import { knobs } from './knobs'
import { type OptimizerKind, stateValue } from './optimizer-kind'

/**
 * d = g + weightDecay * w; s <- s + d * d; w <- w - lr * d / (sqrt(s) + epsilon).
 * Duchi, Hazan and Singer 2011.
 */
const schema = z.object({
  type: z.literal('adagrad'),
  learningRate: knobs.learningRate.schema,
  epsilon: knobs.epsilon.schema.default(1e-10),
  weightDecay: knobs.weightDecay.schema.default(0)
})

export const adagrad: OptimizerKind<typeof schema> = {
  schema,
  usual: { type: 'adagrad', learningRate: 0.01, epsilon: 1e-10, weightDecay: 0 },
  stateNames: ['squareSum'],
  steps: 'adaptive',
  decays: 'gradient',
  rule(spec, learningRate, _, kept) {
    const sums = required(kept[0], 'what the optimizer keeps')
    return (w, g, i) => {
      const d = g + spec.weightDecay * w
      const s = stateValue(sums, i) + d * d
      sums[i] = s
      return w - (learningRate * d) / (Math.sqrt(s) + spec.epsilon)
    }
  },
  pytorch: ({ epsilon, weightDecay }) => ({
    name: 'Adagrad',
    arguments: [
      knobLine('epsilon', say.epsilon(epsilon))`eps=${epsilon},`,
      ...pytorchWeightDecay(weightDecay)
    ]
  }),
  torch: ({ epsilon, weightDecay }) => ({
    group: { lr_decay: 0, eps: epsilon, weight_decay: weightDecay, initial_accumulator_value: 0 },
    state: ['sum'],
    countsSteps: true
  }),
  tfjs: () => ({
    name: 'adagrad',
    arguments: [knobLine('epsilon', say.tfjsSumAtStart)`0 // sum of squares at the start`],
    end: knobLine('epsilon', say.tfjsFixedEpsilon)`) // its epsilon is ${'1e-7'}, under the root`
  })
}
