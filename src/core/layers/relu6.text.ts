import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const relu6Text = activationText({
  title: 'ReLU6',
  heading: 'A ReLU that stops at 6',
  pytorch:
    '`nn.functional` has layers without weights as functions. `relu6` turns every value below 0 into 0 and every value above 6 into 6.',
  does: 'Values below 0 become 0, and values above 6 become 6.',
  body: [
    formula('relu6(x) = min(max(0, x), 6)'),
    paragraph(
      'Values in a known range can be stored in few bits, which is why networks for phones, such as MobileNet, use it.'
    ),
    paragraph('Below 0 and above 6 its slope is 0, and no gradient passes.')
  ]
})
