import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const reluText = activationText({
  title: 'ReLU',
  menu: { text: 'ReLU', hint: 'or another activation' },
  heading: 'Negative values become zero',
  pytorch:
    '`torch.relu` is a function; there are no weights, so nothing has to be made for it in `__init__`. Every value below 0 becomes 0, all others stay. The tutorial writes `F.relu`, the same under another name.',
  does: 'Every value below 0 becomes 0.',
  body: [
    formula('relu(x) = max(0, x)'),
    paragraph(
      'Without an activation between them, two layers could be replaced by one, because a weighted sum of weighted sums is again one weighted sum. ReLU is the simplest function that prevents this, and costs almost nothing.'
    ),
    paragraph(
      'Its slope is 1 above zero and 0 below. Weights learn from slopes, as Train shows, so a unit whose sums are always negative stops learning.'
    )
  ]
})
