import type { flatten } from './flatten'
import { volume } from './shape'
import { formatCount } from '../format/format-number'
import { type LayerText, spacedTimes } from './layer-text'
import { formula, paragraph } from '../base/text-block'
import type { z } from '../base/schema'

export const flattenText: LayerText<z.infer<(typeof flatten)['schema']>> = {
  noun: 'flatten',
  title: () => 'Flatten',
  subtitle: () => undefined,
  short: () => 'Flatten',
  summary: () => 'flatten',
  menu: { text: 'Flatten', hint: 'maps to one row' },
  choice: undefined,
  fields: {},
  guide: ({ input, output }) => ({
    heading: 'Only the shape changes',
    body: [
      paragraph(
        `**${spacedTimes(input)}** values become one row of **${formatCount(volume(output))}**; no value changes.`
      ),
      paragraph(
        'With images of another size this number would be different, and the next layer would no longer fit.'
      )
    ]
  }),
  pytorch({ input, output }, { first, path }) {
    const sizes = path.map(({ name, size }) => `${size} after \`${name}\``).join(', ')
    const shape = input.length === 3 ? [input[2], input[0], input[1]].join(' * ') : String(volume(input))
    return [
      `Puts all numbers of an image in one row: ${shape} = **${formatCount(volume(output))}**.`,
      ...(sizes === '' ? [] : [`This size results from the layers before: ${sizes}.`]),
      ...(first
        ? [
            `\`1\` is the first dimension to flatten; dimension 0, the batch, stays as it is. The tutorial writes \`x.view(-1, ${shape})\` here, where \`-1\` means as many rows as it takes.`
          ]
        : [])
    ].join(' ')
  },
  does: () => 'Puts all numbers of an image in one row.',
  detail: ({ input }) => [
    formula(`${spacedTimes(input)} = **${volume(input)}**`),
    paragraph(
      `The same ${volume(input)} numbers, in one row: no value changes, only the shape. A dense layer knows nothing of rows and columns, so its input has to be flat.`
    )
  ]
}
