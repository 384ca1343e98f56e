import { cosineText as say } from './cosine.text'
import type { ScheduleKind } from './schedule-kind'

/** Half a wave of the cosine, from 1 down to 0: Loshchilov and Hutter, SGDR (2016), without restarts; torch's CosineAnnealingLR. */
export const cosine: ScheduleKind = {
  factor: (step, steps) => (1 + Math.cos((Math.PI * step) / steps)) / 2,
  pytorch: (_, steps) => ({
    name: 'CosineAnnealingLR',
    arguments: [{ code: `T_max=${steps}`, note: say.steps }]
  }),
  tfjs: (steps) => [
    { code: 'const factor = (t) =>', note: say.factor },
    { code: `  (1 + Math.cos(Math.PI * t / ${steps})) / 2`, note: say.wave }
  ]
}
