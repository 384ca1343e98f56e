import type { conv2d } from './conv2d'
import { initialisationTexts } from './initialisation.text'
import { volume } from './shape'
import { formatCount } from '../format/format-number'
import { type LayerText, sizes, spacedTimes, times } from './layer-text'
import { paragraph } from '../base/text-block'
import type { z } from '../base/schema'

const strideLabels = ['Stride, down', 'Stride, across'] as const

export const conv2dText: LayerText<z.infer<(typeof conv2d)['schema']>> = {
  noun: 'convolution',
  title: ({ kernelSize }) => `Conv ${times(kernelSize)}`,
  subtitle: ({ filters }) => `${filters} ${filters === 1 ? 'filter' : 'filters'}`,
  short: ({ kernelSize }) => `Conv ${times(kernelSize)}`,
  summary({ kernelSize, filters, strides, padding, initialisation }) {
    const stride = strides.some((n) => n !== 1) ? `, stride ${spacedTimes(strides)}` : ''
    const zeros = padding.some((n) => n !== 0) ? `, padding ${spacedTimes(padding)}` : ''
    const start = initialisation === undefined ? '' : `, ${initialisationTexts[initialisation].summary}`
    return `convolution ${spacedTimes(kernelSize)} to ${filters} channels${stride}${zeros}${start}`
  },
  menu: { text: 'Conv', hint: 'filters, then ReLU' },
  choice: undefined,
  fields: {
    filters: 'Filters',
    kernelSize: ['Kernel height', 'Kernel width'],
    strides: strideLabels,
    padding: ['Padding, down', 'Padding, across']
  },
  guide({ layer: { kernelSize, filters, initialisation }, input, parameters }) {
    const [height, width] = kernelSize
    const channels = spacedTimes(input.slice(2))
    const values = parameters.reduce((sum, { shape }) => sum + volume(shape), 0)
    return {
      heading: 'What a filter does',
      body: [
        paragraph(
          `A window of **${height} × ${width}** pixels slides over the picture like a typewriter: along the row, then down. At each place every number in it is multiplied by the filter’s weight for that place, over all **${channels}** channels, and everything is added up, with one bias. The sum is one pixel of the output.`
        ),
        sizes,
        paragraph(
          `Each of the **${filters}** filters makes a map of its own. Together they have ${height} · ${width} · ${channels} · ${filters} weights and ${filters} biases, **${formatCount(values)}** parameters. The same few weights are used at every place: what is learned in one corner is known in all.`
        ),
        ...(initialisation === undefined ? [] : [initialisationTexts[initialisation].explanation])
      ]
    }
  },
  detail: () => undefined
}
