import { linearText as say } from './linear.text'
import type { ScheduleKind } from './schedule-kind'

/** Falls by the same amount in every step, and would be 0 in the step after the last; torch's LinearLR. */
export const linear: ScheduleKind = {
  factor: (step, steps) => 1 - step / steps,
  pytorch: (_, steps) => ({
    name: 'LinearLR',
    arguments: [
      { code: 'start_factor=1,', note: say.startFactor },
      { code: 'end_factor=0,', note: say.endFactor },
      { code: `total_iters=${steps}`, note: say.totalIters }
    ]
  }),
  tfjs: (steps) => [{ code: `const factor = (t) => 1 - t / ${steps}`, note: say.factor }]
}
