import { required } from '../base/required'
import { z } from '../base/schema'
import { knobLine, pytorchWeightDecay } from './knob-line'
import { knobLineTexts as say } from './knob-line.text'
import { knobs } from './knobs'
import { type OptimizerKind, stateValue } from './optimizer-kind'

/**
 * d = g + weightDecay * w; v <- momentum * v + d; w <- w - lr * v,
 * with Nesterov: w <- w - lr * (d + momentum * v).
 */
const schema = z.object({
  type: z.literal('sgd'),
  learningRate: knobs.learningRate.schema,
  momentum: knobs.momentum.schema,
  nesterov: knobs.nesterov.schema.default(false),
  weightDecay: knobs.weightDecay.schema.default(0)
})

export const sgd: OptimizerKind<typeof schema> = {
  schema,
  // torch.optim's SGD has no momentum of its own, so here the lesson's stands.
  usual: { type: 'sgd', learningRate: 0.001, momentum: 0.9, nesterov: false, weightDecay: 0 },
  stateNames: ['momentum'],
  steps: 'slope',
  decays: 'gradient',
  rule(spec, learningRate, _, kept) {
    const velocity = required(kept[0], 'what the optimizer keeps')
    return (w, g, i) => {
      const d = g + spec.weightDecay * w
      const v = spec.momentum * stateValue(velocity, i) + d
      velocity[i] = v
      return w - learningRate * (spec.nesterov ? d + spec.momentum * v : v)
    }
  },
  pytorch: ({ momentum, nesterov, weightDecay }) => ({
    name: 'SGD',
    arguments: [
      knobLine('momentum', say.momentum(momentum))`momentum=${momentum},`,
      // Without momentum there is nothing to look ahead with, and torch refuses the two together.
      ...(nesterov && momentum > 0 ? [knobLine('nesterov', say.nesterov)`nesterov=${'True'},`] : []),
      ...pytorchWeightDecay(weightDecay)
    ]
  }),
  torch: ({ momentum, nesterov, weightDecay }) => ({
    group: { momentum, dampening: 0, weight_decay: weightDecay, nesterov: nesterov && momentum > 0 },
    // Without momentum PyTorch keeps nothing.
    state: momentum > 0 ? ['momentum_buffer'] : [],
    countsSteps: false
  }),
  tfjs: ({ momentum, nesterov }) => ({
    name: 'momentum',
    arguments: [
      knobLine('momentum', say.tfjsMomentum(momentum))`${momentum}, // momentum`,
      knobLine('nesterov', say.tfjsNesterov(nesterov))`${String(nesterov)} // Nesterov`
    ]
  })
}
