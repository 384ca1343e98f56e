import type { z } from '../base/schema'
import { formula, paragraph } from '../base/text-block'
import { type LayerText, spacedTimes } from './layer-text'
import type { zeroPadding2d } from './zero-padding2d'

type Sides = readonly [number, number]

/** `1`, or `0+1` where the two sides differ. */
const sides = ([before, behind]: Sides): string =>
  before === behind ? String(before) : `${before}+${behind}`

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `Pad 1`, `Pad 0+1`, `Pad 1×2` */
function title({ rows, columns }: { readonly rows: Sides; readonly columns: Sides }): string {
  const [down, across] = [sides(rows), sides(columns)]
  return `Pad ${down === across ? down : `${down}×${across}`}`
}

export const zeroPadding2dText: LayerText<z.infer<(typeof zeroPadding2d)['schema']>> = {
  noun: 'zero padding',
  title,
  subtitle: () => undefined,
  short: title,
  summary: ({ rows, columns }) =>
    `zero padding, ${rows[0]} above, ${rows[1]} below, ${columns[0]} left, ${columns[1]} right`,
  menu: { text: 'Zero padding', hint: 'zeros around each map' },
  choice: undefined,
  fields: { rows: ['Rows above', 'Rows below'], columns: ['Columns left', 'Columns right'] },
  guide: ({ layer: { rows, columns }, input, output }) => ({
    heading: 'Zeros around each map',
    body: [
      formula(`${spacedTimes(input)} to ${spacedTimes(output)}`),
      paragraph(
        `Each map gets ${counted(rows[0], 'row')} of zeros above it and ${rows[1]} below, ${counted(columns[0], 'column')} to its left and ${columns[1]} to its right. No value changes.`
      ),
      paragraph(
        'A convolution can pad its input itself, by the same amount on opposite sides. This layer can pad one side more than the other, as some networks do where they halve the image.'
      )
    ]
  }),
  pytorch: ({ layer: { name, rows, columns } }) =>
    `Makes \`${name}\`, which adds zeros around each map. The four numbers are columns on the left and right, then rows above and below: **${[...columns, ...rows].join(', ')}**.`,
  does: () => 'Puts zeros around every map.',
  detail: ({ layer: { rows, columns }, input, output }) => [
    formula(
      `(${rows[0]} + ${input[0]} + ${rows[1]}) × (${columns[0]} + ${input.slice(1, 2).join()} + ${columns[1]}) = **${spacedTimes(output.slice(0, 2))}**`
    ),
    paragraph(
      'The values stay as they are, with zeros around them. On the way back, only they pass a gradient on.'
    )
  ]
}
