import { paragraph } from '../base/text-block'
import type { ScheduleText } from './schedule-text'

export const linearText = {
  name: 'linear to zero',
  about: 'falls evenly to zero',
  guide: [
    paragraph(
      'The **linear** schedule lowers the rate by the same amount in every step, down to zero. Large steps find the valley, small ones settle in it.'
    ),
    paragraph(
      'It allows a larger rate than a constant one, and is hard to beat in short trainings. What it reaches before its end says little: most of the gain comes in the last part.'
    )
  ],
  startFactor: 'It begins with the whole learning rate.',
  endFactor: 'It ends at 0.',
  totalIters: 'Over how many steps it falls.',
  factor:
    'What the learning rate is multiplied by in step `t`, counted from 0: 1 at first, less by the same amount each time.'
} satisfies ScheduleText & Readonly<Record<string, unknown>>
