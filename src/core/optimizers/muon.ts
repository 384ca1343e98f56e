import { required } from '../base/required'
import { z } from '../base/schema'
import type { MatrixSides } from '../layers/matrix-sides'
import { knobLine } from './knob-line'
import { knobLineTexts as say } from './knob-line.text'
import { knobs } from './knobs'
import { type OptimizerKind, stateValue } from './optimizer-kind'

/**
 * v <- momentum * v + (1 - momentum) * g; d = v, with Nesterov: d = (1 - momentum) * g + momentum * v;
 * w <- w - lr * weightDecay * w - lr * d. Of a matrix d is orthogonalised first, and multiplied by
 * sqrt(max(1, outputs / inputs)): each step then moves all of its directions equally far.
 * Jordan 2024, as torch.optim.Muon computes it, which only takes matrices.
 */
const schema = z.object({
  type: z.literal('muon'),
  learningRate: knobs.learningRate.schema,
  momentum: knobs.momentum.schema.default(0.95),
  nesterov: knobs.nesterov.schema.default(true),
  weightDecay: knobs.weightDecay.schema.default(0)
})
type Spec = z.infer<typeof schema>

/** d, from the gradients. */
function direction({ momentum, nesterov }: Spec, kept: readonly Float64Array[]) {
  const velocity = required(kept[0], 'what the optimizer keeps')
  return (g: number, i: number): number => {
    const v = momentum * stateValue(velocity, i) + (1 - momentum) * g
    velocity[i] = v
    return nesterov ? (1 - momentum) * g + momentum * v : v
  }
}

export const muon: OptimizerKind<typeof schema> = {
  schema,
  // What trains the lesson's network well at batch sizes from 4 to 32. torch.optim has 0.001 and a decay of 0.1, the author
  // 0.02, for other networks and much larger batches.
  usual: { type: 'muon', learningRate: 0.002, momentum: 0.95, nesterov: true, weightDecay: 0 },
  stateNames: ['momentum'],
  steps: 'matrix',
  decays: 'weight',
  rule(spec, learningRate, _, kept) {
    const towards = direction(spec, kept)
    return (w, g, i) => w - learningRate * spec.weightDecay * w - learningRate * towards(g, i)
  },
  matrix: {
    direction,
    move: ({ weightDecay }, learningRate, sides) => {
      const rate = learningRate * muonScale(sides)
      return (w, o) => w - learningRate * weightDecay * w - rate * o
    }
  },
  pytorch: ({ momentum, nesterov, weightDecay }) => ({
    name: 'Muon',
    arguments: [
      knobLine('momentum', say.muonMomentum(momentum))`momentum=${momentum},`,
      knobLine('nesterov', say.muonNesterov(nesterov))`nesterov=${nesterov ? 'True' : 'False'},`,
      knobLine('weightDecay', say.muonDecay(weightDecay))`weight_decay=${weightDecay},`
    ]
  }),
  // Of the class that the generated code defines.
  torch: ({ momentum, nesterov, weightDecay }) => ({
    group: { momentum, nesterov, weight_decay: weightDecay },
    state: ['v'],
    countsSteps: false
  }),
  tfjs: ({ momentum, nesterov }) => ({
    name: 'muon',
    arguments: [
      knobLine('momentum', say.tfjsMuonMomentum(momentum))`${momentum}, // momentum`,
      knobLine('nesterov', say.tfjsMuonNesterov(nesterov))`${String(nesterov)} // Nesterov`
    ]
  })
}

/** What the step of a matrix is multiplied by: with more outputs than inputs, each output would get too little. */
export function muonScale({ outputs, inputs }: MatrixSides): number {
  return Math.sqrt(Math.max(1, outputs / inputs))
}
