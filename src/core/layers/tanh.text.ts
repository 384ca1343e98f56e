import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const tanhText = activationText({
  title: 'tanh',
  heading: 'Squeezed between −1 and 1',
  pytorch: '`torch.tanh` squeezes every value between −1 and 1; 0 stays 0.',
  does: 'Squeezes every value between −1 and 1.',
  body: [
    formula('tanh(x) = (exp(x) − exp(−x)) / (exp(x) + exp(−x))'),
    paragraph(
      'It is smooth and centred on zero. Far from zero it is almost flat and hardly any gradient passes, so deep networks learn slowly. Today it is used where values have to stay in a range.'
    )
  ]
})
