import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const siluText = activationText({
  title: 'SiLU',
  heading: 'A ReLU without the corner',
  pytorch:
    '`nn.functional` has layers without weights as functions. `silu` multiplies every value by its sigmoid.',
  does: 'Multiplies every value by its sigmoid.',
  body: [
    formula('silu(x) = x · sigmoid(x)'),
    paragraph(
      'Far above zero it is x, far below zero it is nearly 0, and in between it bends smoothly; just below zero it dips a little, to −0.28. It is also called Swish.'
    ),
    paragraph(
      'Its slope is hardly anywhere exactly 0, so a unit that is below zero can still learn. It costs an exponential for each value.'
    )
  ]
})
