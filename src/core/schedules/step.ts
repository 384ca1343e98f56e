import type { ScheduleKind } from './schedule-kind'
import { stepText as say } from './step.text'

/**
 * A tenth of the rate from the middle of the training on, and a hundredth for its last quarter, as He et al. trained
 * ResNets on CIFAR-10 (Deep Residual Learning for Image Recognition, 2015); torch's MultiStepLR.
 */
export const step: ScheduleKind = {
  factor(at, steps) {
    if (at >= Math.floor((steps * 3) / 4)) return 0.01
    return at >= Math.floor(steps / 2) ? 0.1 : 1
  },
  pytorch: (_, steps) => ({
    name: 'MultiStepLR',
    arguments: [
      { code: `[${steps} // 2, ${steps} * 3 // 4],`, note: say.milestones },
      { code: 'gamma=0.1', note: say.gamma }
    ]
  }),
  tfjs: (steps) => [
    { code: 'const factor = (t) => {', note: say.factor },
    { code: `  if (t >= Math.floor(${steps} * 3 / 4)) return 0.01`, note: say.lastQuarter },
    { code: `  return t >= Math.floor(${steps} / 2) ? 0.1 : 1`, note: say.secondHalf },
    { code: '}', note: say.factorEnd }
  ]
}
