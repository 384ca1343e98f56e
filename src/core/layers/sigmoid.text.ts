import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const sigmoidText = activationText({
  title: 'sigmoid',
  heading: 'Squeezed between 0 and 1',
  pytorch: '`torch.sigmoid` squeezes every value between 0 and 1; 0 becomes 0.5.',
  does: 'Squeezes every value between 0 and 1.',
  body: [
    formula('sigmoid(x) = 1 / (1 + exp(−x))'),
    paragraph(
      'It suits an output that is the probability of a yes. Between layers it makes learning slow: its slope is at most **1/4**, so gradients shrink with every layer that they pass on the way back.'
    )
  ]
})
