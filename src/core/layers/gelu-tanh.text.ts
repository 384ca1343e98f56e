import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'

export const geluTanhText = activationText({
  title: 'GELU (tanh form)',
  short: 'GELU tanh',
  heading: 'GELU, computed with tanh',
  pytorch:
    "`nn.functional` has layers without weights as functions. `approximate='tanh'` computes GELU by a formula with tanh, which is a little faster; if it were left out, GELU would be computed exactly.",
  does: 'Multiplies every value by a share between 0 and 1 that grows with it.',
  body: [
    formula('gelu(x) ≈ 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 x³)))'),
    paragraph(
      'It replaces Φ by a tanh that was cheaper to compute. BERT and GPT-2 were trained with this form, so their weights need it. The two forms never differ by more than 0.0005.'
    )
  ]
})
