import type { conv2d } from './conv2d'
import { initialisationTexts } from './initialisation.text'
import { channelCount, volume } from './shape'
import { formatCount } from '../format/format-number'
import { type LayerText, sizes, spacedTimes, times } from './layer-text'
import { imageSource } from './layer-kind'
import { paragraph } from '../base/text-block'
import type { z } from '../base/schema'
import { windowSettingNotes } from './window-settings.text'

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
    kernelSize: ['Filter height', 'Filter width'],
    strides: strideLabels,
    padding: ['Padding, down', 'Padding, across']
  },
  guide({ layer: { kernelSize, filters, initialisation }, input, sources, parameters }) {
    const overImage = sources.includes(imageSource)
    const [height, width] = kernelSize
    const channels = channelCount(input)
    const values = parameters.reduce((sum, { shape }) => sum + volume(shape), 0)
    return {
      heading: 'What a filter does',
      body: [
        paragraph(
          `A window of **${height} × ${width}** slides over the ${overImage ? 'image' : channels === 1 ? 'incoming map' : `${channels} incoming maps`} the way you read a page: along a row, then down to the next. At each place, every number in the window${channels === 1 ? '' : `, in all **${channels}** channels,`} is multiplied by the filter’s weight for it, and everything is added up, with one bias. The sum is one pixel of the output.`
        ),
        ...sizes,
        paragraph(
          `Each of the **${filters}** filters makes a map of its own. Together they have ${height} · ${width} · ${channels} · ${filters} weights and ${filters} biases, **${formatCount(values)}** parameters. The same few weights are used at every place: what is learned in one corner works in all.`
        ),
        ...(initialisation === undefined ? [] : [initialisationTexts[initialisation].explanation])
      ]
    }
  },
  pytorch({ layer: { name, kernelSize, filters, strides, padding }, input }, { first }) {
    const channels = channelCount(input)
    const settings = windowSettingNotes({ strides, padding })
    if (!first)
      return [
        `Makes \`${name}\`, a convolution: **${channels}** channels come in, **${filters}** ${filters === 1 ? 'filter' : 'filters'}, a window of **${spacedTimes(kernelSize)}**.`,
        ...settings
      ].join(' ')
    const square = kernelSize[0] === kernelSize[1]
    const window = square
      ? `the window is **${spacedTimes(kernelSize)}**. A pair such as \`(5, 2)\` would make it 5 high and 2 wide`
      : `the window is **${kernelSize[0]}** high and **${kernelSize[1]}** wide; a single number would make it square`
    const defaults = [
      ...(strides.every((n) => n === 1)
        ? ['`stride` is left out, so it is 1: the window moves one pixel at a time.']
        : []),
      ...(padding.every((n) => n === 0)
        ? ['`padding` is left out, so it is 0: nothing is added at the edges.']
        : [])
    ]
    return [
      `Makes \`${name}\`, a convolution. Its arguments in order: **${channels}** ${channels === 1 ? 'channel comes' : 'channels come'} in, **${filters}** ${filters === 1 ? 'filter makes a map' : 'filters make a map each'}, and ${window}.`,
      ...settings,
      ...defaults
    ].join(' ')
  },
  does: ({ layer: { filters } }) =>
    filters === 1
      ? 'The filter slides over the data and makes a map of where it finds its pattern.'
      : `Each of the ${filters} filters slides over the data and makes a map of where it finds its pattern.`,
  detail: () => undefined
}
