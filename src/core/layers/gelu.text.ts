import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const geluText = activationText({
  title: 'GELU',
  heading: 'Scaled by how large it is',
  pytorch:
    '`nn.functional` has layers without weights as functions. `gelu` multiplies every value by a share between 0 and 1 that grows with it.',
  does: 'Multiplies every value by a share between 0 and 1 that grows with it.',
  body: [
    formula('gelu(x) = x · Φ(x)'),
    paragraph(
      'Φ(x) is the share of a normal distribution that lies below x: large values pass almost unchanged, and values far below zero hardly at all. Most transformers use it.'
    ),
    paragraph('This is the exact form, PyTorch’s default. Its curve is close to that of SiLU.')
  ]
})
