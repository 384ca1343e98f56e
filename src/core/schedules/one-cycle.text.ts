import { paragraph } from '../base/text-block'
import type { ScheduleText } from './schedule-text'

export const oneCycleText = {
  name: 'one-cycle',
  about: 'rises from a 25th to the full rate, then falls to almost nothing',
  guide: [
    paragraph(
      '**One-cycle** begins with a 25th of the rate, rises to all of it in the first 30 % of the steps, and falls to almost nothing by the end. The learning rate that you set is the peak.'
    ),
    paragraph(
      'The gentle start keeps a large peak from throwing the network off, so the peak can be several times the rate that a constant schedule allows. It suits short trainings with batch normalisation.'
    )
  ],
  maxRate: (learningRate: number) => `The rate at the peak: **${learningRate}**.`,
  totalSteps: 'How many steps rise and fall take together.',
  cycleMomentum:
    'By itself, `OneCycleLR` would lower the momentum where the rate is high. Here it stays as it is.',
  peak: 'The step at which the rate is highest, after 30 % of them.',
  anneal: 'A function that goes from one value to another, for a `share` of the way between 0 and 1.',
  wave: 'Along half a wave of the cosine: gently at both ends.',
  factor:
    'What the learning rate is multiplied by in step `t`, counted from 0; it depends on whether the peak is still to come.',
  rise: 'It rises from a 25th of the rate to all of it.',
  fall: 'After the peak it falls to almost nothing.'
} satisfies ScheduleText & Readonly<Record<string, unknown>>
