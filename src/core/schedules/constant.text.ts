import { paragraph } from '../base/text-block'
import type { ScheduleText } from './schedule-text'

export const constantText = {
  name: 'constant',
  about: 'the same rate in every step (used in the lesson)',
  guide: [
    paragraph(
      'A **constant** rate stays what it is. It is the simplest choice, and always a compromise: the rate that learns quickly at first is too large to settle at the end.'
    )
  ],
  factor: 'What the learning rate is multiplied by once the warm-up is over: nothing changes it any more.'
} satisfies ScheduleText & Readonly<Record<string, unknown>>
