import { paragraph } from '../base/text-block'
import type { ScheduleText } from './schedule-text'

export const stepText = {
  name: 'step',
  about: 'a tenth from the middle on, a hundredth in the last quarter',
  guide: [
    paragraph(
      'The **step** schedule keeps the full rate for half of the training, then takes a tenth of it, and a hundredth for the last quarter. The loss usually drops visibly at each step. ResNets were first trained on CIFAR-10 this way.'
    ),
    paragraph(
      'It suits long trainings with a large rate. In a short one, the last part hardly moves anything.'
    )
  ],
  milestones: 'After which steps the rate changes: after half of them, and after three quarters.',
  gamma: 'What it is multiplied by each time: **0.1**, so a tenth, then a hundredth.',
  factor: 'What the learning rate is multiplied by in step `t`, counted from 0.',
  lastQuarter: 'A hundredth in the last quarter of the steps.',
  secondHalf: 'A tenth in the quarter before that, and all of it in the first half.',
  factorEnd: 'Ends the function for the steps of the schedule.'
} satisfies ScheduleText & Readonly<Record<string, unknown>>
