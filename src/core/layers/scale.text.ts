import type { z } from '../base/schema'
import { formula, paragraph } from '../base/text-block'
import type { LayerText } from './layer-text'
import type { scale } from './scale'

export const scaleText: LayerText<z.infer<(typeof scale)['schema']>> = {
  noun: 'scale',
  title: ({ factor }) => `Scale × ${factor}`,
  subtitle: () => undefined,
  short: ({ factor }) => `× ${factor}`,
  summary: ({ factor }) => `scale by ${factor}`,
  menu: { text: 'Scale', hint: 'a fixed factor' },
  choice: undefined,
  fields: { factor: 'Factor' },
  guide: ({ layer: { factor } }, last) => ({
    heading: 'A fixed factor',
    body: [
      formula(`scale(x) = ${factor} · x`),
      paragraph(
        last
          ? 'The scores are multiplied by it before the softmax. Below 1, the probabilities are closer to one another and the gradients smaller, which helps where the layers before give large values.'
          : 'Every value is multiplied by the same number, while training and when predicting.'
      )
    ]
  }),
  pytorch: ({ layer: { factor } }) => `\`*\` multiplies every number of the tensor by **${factor}**.`,
  does: ({ layer: { factor } }) => `Multiplies every number by ${factor}.`,
  detail: () => undefined
}
