import { z } from '../base/schema'
import { pytorchWeightDecay } from './knob-line'
import { knobs } from './knobs'
import {
  momentNames,
  momentsRule,
  momentsSchema,
  pytorchMoments,
  tfjsMoments,
  torchMoments,
  usualMoments
} from './moments'
import type { OptimizerKind } from './optimizer-kind'

/** The step of moments.ts with d = g + weightDecay * w. Kingma and Ba 2015. */
const schema = z.object({
  type: z.literal('adam'),
  ...momentsSchema,
  weightDecay: knobs.weightDecay.schema.default(0)
})

export const adam: OptimizerKind<typeof schema> = {
  schema,
  usual: { type: 'adam', ...usualMoments, weightDecay: 0 },
  stateNames: momentNames,
  steps: 'adaptive',
  decays: 'gradient',
  rule: (spec, learningRate, step, kept) =>
    momentsRule(spec, learningRate, step, kept, {
      direction: (w, g) => g + spec.weightDecay * w,
      start: (w) => w
    }),
  pytorch: (spec) => ({
    name: 'Adam',
    arguments: [...pytorchMoments(spec), ...pytorchWeightDecay(spec.weightDecay)]
  }),
  torch: torchMoments,
  tfjs: (spec) => ({ name: 'adam', arguments: tfjsMoments(spec) })
}
