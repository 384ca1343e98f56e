import { constantText as say } from './constant.text'
import type { ScheduleKind } from './schedule-kind'

/** The same rate in every step: the lesson's. */
export const constant: ScheduleKind = {
  factor: () => 1,
  pytorch: undefined,
  tfjs: () => [{ code: 'const factor = () => 1', note: say.factor }]
}
