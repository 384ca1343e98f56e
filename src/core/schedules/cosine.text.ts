import { paragraph } from '../base/text-block'
import type { ScheduleText } from './schedule-text'

export const cosineText = {
  name: 'cosine',
  about: 'falls to zero along half a wave of the cosine',
  guide: [
    paragraph(
      'The **cosine** schedule stays near the full rate for a while, falls fastest in the middle, and approaches zero gently.'
    ),
    paragraph(
      'It is the usual choice for long trainings: much time with large steps, and a long end with small ones. In short trainings, it and a linear schedule do about equally well.'
    )
  ],
  steps: 'Over how many steps it falls to zero.',
  factor: 'Defines what the learning rate is multiplied by in step `t`, counted from 0.',
  wave: 'Half a wave of the cosine, which runs from 1 to −1; with 1 added and halved, from 1 to 0.'
} satisfies ScheduleText & Readonly<Record<string, unknown>>
