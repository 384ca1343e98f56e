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
      'Good for an answer that is a probability of yes or no. Between layers it learns slowly: its slope is at most **1/4**, so gradients shrink with every layer they go back through.'
    )
  ]
})
