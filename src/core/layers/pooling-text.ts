import { volume } from './shape'
import { formatCount } from '../format/format-number'
import { type LayerText, sizes, spacedTimes, times } from './layer-text'
import { paragraph } from '../base/text-block'

interface Pooling {
  readonly type: string
  readonly name: string
  readonly poolSize: readonly [number, number]
  readonly strides: readonly [number, number]
}

/** What is said of every kind of pooling. */
export function poolingText(own: {
  readonly noun: string
  readonly title: string
  readonly menu: NonNullable<LayerText<Pooling>['menu']>
  /** What goes on: `the largest value`. */
  readonly keeps: string
  readonly choice: string
  readonly heading: string
}): LayerText<Pooling> {
  return {
    noun: own.noun,
    title: ({ poolSize }) => `${own.title} ${times(poolSize)}`,
    subtitle: ({ strides }) => `stride ${strides[0] === strides[1] ? strides[0] : times(strides)}`,
    short: ({ poolSize }) => `${own.title} ${times(poolSize)}`,
    summary: ({ poolSize, strides }) =>
      `${own.noun} ${spacedTimes(poolSize)}, stride ${spacedTimes(strides)}`,
    menu: own.menu,
    choice: own.choice,
    fields: {
      poolSize: ['Window height', 'Window width'],
      strides: ['Stride, down', 'Stride, across']
    },
    guide({ layer: { poolSize, strides }, input, output }) {
      const [down, across] = strides
      const step = down === across ? String(down) : `${down} down and ${across} across`
      return {
        heading: own.heading,
        body: [
          paragraph(
            `A window of **${spacedTimes(poolSize)}** moves over each map by ${step} and keeps ${own.keeps} in it.`
          ),
          ...sizes,
          paragraph(
            `${formatCount(volume(input))} values become **${formatCount(volume(output))}**, so later layers have less to compute. It no longer matters where in its window a value was, so a small shift of the image changes the result less, and memorising becomes harder.`
          )
        ]
      }
    },
    pytorch: ({ layer: { name, poolSize, strides } }, { first }) =>
      first
        ? `Makes \`${name}\`, a pooling layer. The first argument is the window, **${spacedTimes(poolSize)}**; the second is the stride, **${spacedTimes(strides)}**: how far the window moves. If it were left out, the stride would be as large as the window. Pooling has no weights, so one such layer could be used in several places, as the tutorial does.`
        : `Makes \`${name}\`, a pooling layer with a window of **${spacedTimes(poolSize)}** and a stride of **${spacedTimes(strides)}**.`,
    does: ({ layer: { poolSize } }) =>
      `Of each window of ${spacedTimes(poolSize)}, only ${own.keeps} goes on.`,
    detail: () => undefined
  }
}
