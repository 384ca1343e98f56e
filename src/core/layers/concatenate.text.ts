import type { z } from '../base/schema'
import { formula, paragraph } from '../base/text-block'
import type { concatenate } from './concatenate'
import { type LayerText, spacedTimes } from './layer-text'
import { channelCount } from './shape'

export const concatenateText: LayerText<z.infer<(typeof concatenate)['schema']>> = {
  noun: 'concatenate',
  title: () => 'Concatenate',
  subtitle: () => undefined,
  short: () => 'Concatenate',
  summary: () => 'concatenate',
  menu: { text: 'Concatenate', hint: 'the channels of two branches' },
  choice: undefined,
  fields: {},
  guide: ({ inputs, output }) => ({
    heading: 'Branches meet side by side',
    body: [
      paragraph(
        `Inputs of ${inputs.map((shape) => `**${spacedTimes(shape)}**`).join(' and ')} become one of **${spacedTimes(output)}**; no value changes.`
      ),
      {
        kind: 'text',
        text: '`1` is the dimension along which they are joined: PyTorch keeps the channels there.',
        only: 'pytorch'
      },
      paragraph('The next layer sees what every branch has found, and can combine it as it likes.')
    ]
  }),
  detail: ({ inputs, output }) => [
    formula(`${inputs.map((shape) => channelCount(shape)).join(' + ')} = **${channelCount(output)}**`),
    paragraph(
      output.length === 3
        ? 'The channels of all inputs, one behind the other. Height and width stay as they are.'
        : 'The values of all inputs, one behind the other.'
    )
  ]
}
