import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const siluText = activationText({
  title: 'SiLU',
  heading: 'A smooth ReLU',
  pytorch:
    '`nn.functional` has layers without weights as functions. `silu` multiplies every value by its sigmoid.',
  does: 'Multiplies every value by its sigmoid.',
  body: [
    formula('silu(x) = x · sigmoid(x)'),
    paragraph(
      'Far above zero it is almost x, far below zero almost 0, and in between it bends smoothly; below zero it dips a little, to −0.28 at the lowest. It is also called Swish.'
    ),
    paragraph(
      'Its slope is almost nowhere exactly 0, so a unit with negative sums can still learn. It costs an exponential for each value.'
    )
  ]
})
