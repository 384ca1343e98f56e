import { z } from '../base/schema'
import { knobLine } from './knob-line'
import { knobLineTexts } from './knob-line.text'
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

/** w <- w - lr * weightDecay * w, and then the step of moments.ts with d = g. Loshchilov and Hutter 2019. */
const schema = z.object({
  type: z.literal('adamw'),
  ...momentsSchema,
  weightDecay: knobs.weightDecay.schema.default(0.01)
})

export const adamw: OptimizerKind<typeof schema> = {
  schema,
  usual: { type: 'adamw', ...usualMoments, weightDecay: 0.01 },
  stateNames: momentNames,
  steps: 'adaptive',
  decays: 'weight',
  rule: (spec, learningRate, step, kept) =>
    momentsRule(spec, learningRate, step, kept, {
      direction: (_, g) => g,
      start: (w) => w - learningRate * spec.weightDecay * w
    }),
  pytorch: (spec) => ({
    name: 'AdamW',
    // Said even where it is 0: left out, torch would take 0.01.
    arguments: [
      ...pytorchMoments(spec),
      knobLine('weightDecay', knobLineTexts.adamwDecay(spec.weightDecay))`weight_decay=${spec.weightDecay},`
    ]
  }),
  torch: torchMoments,
  tfjs: (spec) => ({ name: 'adam', arguments: tfjsMoments(spec) })
}
