import type { z } from '../base/schema'
import { formula, paragraph } from '../base/text-block'
import type { add } from './add'
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
    heading: 'Branches meet in a sum',
    body: [
      paragraph(
        `Each of the **${spacedTimes(output)}** values is the sum of the ${inputs.length} values in the same place.`
      ),
      paragraph(
        'Where one branch is a shortcut past some layers, this is a **residual connection**: those layers learn only what to change. On the way back the gradient goes into every branch unchanged, so it reaches the first layers of a deep network at full strength.'
      )
    ]
  }),
  detail: ({ inputs }) => [
    formula(inputs.map((_, i) => `x${i + 1}`).join(' + ')),
    paragraph('The sum, value by value. All inputs have the same shape, and so does the output.')
  ]
}
