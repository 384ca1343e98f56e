import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import type { add } from './add'
import { countWord } from '../format/format-number'
import { type LayerText, spacedTimes } from './layer-text'

export const addText: LayerText<z.infer<(typeof add)['schema']>> = {
  noun: 'add',
  title: () => 'Add',
  subtitle: () => undefined,
  short: () => 'Add',
  summary: () => 'add',
  menu: { text: 'Add', hint: 'the sum of two branches' },
  choice: undefined,
  fields: {},
  guide: ({ inputs, output }) => ({
    heading: 'The sum of branches',
    body: [
      paragraph(
        `Each of the **${spacedTimes(output)}** values is the sum of the ${countWord(inputs.length)} values in the same place.`
      ),
      paragraph(
        'Where one of the branches is a shortcut past some layers, this is a **residual connection**: those layers only have to learn what to change in their input. On the way back, every branch gets the same gradient unchanged, so it also reaches the first layers of a deep network at full strength.'
      )
    ]
  }),
  pytorch: ({ inputs }) =>
    `\`+\` adds tensors of the same shape number by number, here **${countWord(inputs.length)}** of them.`,
  does: () => 'Adds its inputs, number by number.',
  detail: () => undefined
}
