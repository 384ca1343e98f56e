import { constantText } from './constant.text'
import { cosineText } from './cosine.text'
import { linearText } from './linear.text'
import { oneCycleText } from './one-cycle.text'
import type { ScheduleName } from './schedule-kinds'
import type { ScheduleText } from './schedule-text'
import { stepText } from './step.text'

/** What people read about each kind of schedule. */
export const scheduleTexts: Readonly<Record<ScheduleName, ScheduleText>> = {
  constant: constantText,
  step: stepText,
  linear: linearText,
  cosine: cosineText,
  'one-cycle': oneCycleText
}
