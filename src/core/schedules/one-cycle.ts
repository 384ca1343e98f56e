import { oneCycleText as say } from './one-cycle.text'
import type { ScheduleKind } from './schedule-kind'

/** Shares of the peak: where it starts, and where it ends; and the share of the steps in which it rises. As torch has them. */
const start = 1 / 25
const end = start / 1e4
const rising = 0.3

/**
 * Rises along a wave of the cosine from 1/25 of the rate to all of it in 30 % of the steps, and falls along another to almost
 * nothing: Smith and Topin, Super-Convergence (2017), in the two phases of torch's OneCycleLR with its usual figures. The momentum stays.
 */
export const oneCycle: ScheduleKind = {
  factor(step, steps) {
    const peak = rising * steps - 1
    return step <= peak ? anneal(start, 1, step / peak) : anneal(1, end, (step - peak) / (steps - 1 - peak))
  },
  pytorch: (learningRate, steps) => ({
    name: 'OneCycleLR',
    arguments: [
      { code: `max_lr=${learningRate},`, note: say.maxRate(learningRate) },
      { code: `total_steps=${steps},`, note: say.totalSteps },
      { code: 'cycle_momentum=False', note: say.cycleMomentum }
    ]
  }),
  tfjs: (steps) => [
    { code: `const peak = ${rising} * ${steps} - 1`, note: say.peak },
    { code: 'const anneal = (from, to, share) => to +', note: say.anneal },
    { code: '  (from - to) * (1 + Math.cos(Math.PI * share)) / 2', note: say.wave },
    { code: 'const factor = (t) => t <= peak', note: say.factor },
    { code: `  ? anneal(${start}, 1, t / peak)`, note: say.rise },
    { code: `  : anneal(1, ${end}, (t - peak) / (${steps} - 1 - peak))`, note: say.fall }
  ]
}

/** From one value to another along half a wave of the cosine. @param share of the way, in [0, 1] */
const anneal = (from: number, to: number, share: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share))
