import { formatCount } from '../format/format-number'
import { formula, paragraph } from '../base/text-block'
import { type LayerText, spacedTimes } from './layer-text'
import { channelCount, volume } from './shape'

interface GlobalPooling {
  readonly type: string
  readonly name: string
}

/** What is said of every kind of global pooling. */
export function globalPoolingText(own: {
  readonly noun: string
  readonly title: string
  readonly menu: NonNullable<LayerText<GlobalPooling>['menu']>
  /** What stays of each map: `mean`. */
  readonly stays: string
  readonly choice: string
  /** Beside its line in PyTorch. */
  readonly pytorch: string
}): LayerText<GlobalPooling> {
  return {
    noun: own.noun,
    title: () => own.title,
    subtitle: () => undefined,
    short: () => own.title,
    summary: () => own.noun,
    menu: own.menu,
    choice: own.choice,
    fields: {},
    guide: ({ input, output }) => ({
      heading: 'One value for each map',
      body: [
        paragraph(
          `Each of the **${channelCount(input)}** maps is replaced by its ${own.stays}: ${formatCount(volume(input))} values become **${formatCount(volume(output))}**.`
        ),
        paragraph(
          'The network no longer asks where something is, only whether it is there. This takes far fewer weights than a dense layer on all pixels, and the size of the image no longer matters.'
        )
      ]
    }),
    pytorch: (_, { first }) => (first ? own.pytorch : `Of each map, only its ${own.stays} goes on.`),
    does: () => `Of each map, only its ${own.stays} goes on.`,
    detail: ({ input }) => [
      formula(`${spacedTimes(input)} to **${channelCount(input)}**`),
      paragraph(`The ${own.stays} of each map, in place of a flatten layer.`)
    ]
  }
}
