import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const reluText = activationText({
  title: 'ReLU',
  menu: { text: 'ReLU', hint: 'or another activation' },
  heading: 'A bend at zero',
  pytorch:
    '`torch.relu` is a function; there are no weights, so nothing has to be made for it in `__init__`. Every value below 0 becomes 0, all others stay. The tutorial writes `F.relu`, the same under another name.',
  does: 'Every value below 0 becomes 0.',
  body: [
    formula('relu(x) = max(0, x)'),
    paragraph(
      'Without something that bends, two layers in a row could be replaced by one: sums of sums are sums. ReLU bends as little as possible and costs next to nothing.'
    ),
    paragraph(
      'Above zero its slope is 1, so gradients pass undiminished. Below zero it is 0: a unit that is always below learns no more.'
    )
  ]
})
