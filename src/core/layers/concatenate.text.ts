import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import { wordList } from '../format/word-list'
import type { concatenate } from './concatenate'
import { type LayerText, spacedTimes } from './layer-text'

export const concatenateText: LayerText<z.infer<(typeof concatenate)['schema']>> = {
  noun: 'concatenate',
  title: () => 'Concatenate',
  subtitle: () => undefined,
  short: () => 'Concatenate',
  summary: () => 'concatenate',
  menu: { text: 'Concat', hint: 'the channels of two branches' },
  choice: undefined,
  fields: {},
  guide: ({ inputs, output }) => ({
    heading: 'Branches side by side',
    body: [
      paragraph(
        `Inputs of ${wordList(inputs.map((shape) => `**${spacedTimes(shape)}**`))} become one output of **${spacedTimes(output)}**. No value changes.`
      ),
      {
        kind: 'text',
        text: 'The `1` is the dimension along which they are joined: in PyTorch that of the channels.',
        only: 'pytorch'
      },
      paragraph('The next layer sees everything that the branches have found, and learns to combine it.')
    ]
  }),
  pytorch: ({ inputs }) =>
    `\`cat\` puts the **${inputs.length}** tensors of the list together. \`1\` is the dimension along which: 0 would be the batch, 1 is the channels.`,
  does: () => 'Puts the channels of its inputs one after another.',
  detail: () => undefined
}
