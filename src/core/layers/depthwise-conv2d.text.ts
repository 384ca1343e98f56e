import type { z } from '../base/schema'
import { paragraph } from '../base/text-block'
import { formatCount } from '../format/format-number'
import type { depthwiseConv2d } from './depthwise-conv2d'
import { type LayerText, sizes, spacedTimes, times } from './layer-text'
import { channelCount, volume } from './shape'
import { windowSettingNotes } from './window-settings.text'

export const depthwiseConv2dText: LayerText<z.infer<(typeof depthwiseConv2d)['schema']>> = {
  noun: 'depthwise convolution',
  title: ({ kernelSize }) => `Depthwise ${times(kernelSize)}`,
  subtitle: ({ multiplier }) =>
    multiplier === 1 ? 'one filter a channel' : `${multiplier} filters a channel`,
  short: ({ kernelSize }) => `Depthwise ${times(kernelSize)}`,
  summary({ kernelSize, multiplier, strides, padding }) {
    const filters = multiplier === 1 ? '' : `, ${multiplier} filters a channel`
    const stride = strides.some((n) => n !== 1) ? `, stride ${spacedTimes(strides)}` : ''
    const zeros = padding.some((n) => n !== 0) ? `, padding ${spacedTimes(padding)}` : ''
    return `depthwise convolution ${spacedTimes(kernelSize)}${filters}${stride}${zeros}`
  },
  menu: { text: 'Depthwise', hint: 'a filter for each channel, then ReLU' },
  choice: undefined,
  fields: {
    multiplier: 'Filters a channel',
    kernelSize: ['Filter height', 'Filter width'],
    strides: ['Stride, down', 'Stride, across'],
    padding: ['Padding, down', 'Padding, across']
  },
  guide({ layer: { kernelSize }, input, output, parameters }) {
    const values = parameters.reduce((sum, { shape }) => sum + volume(shape), 0)
    const channels = channelCount(input)
    const ordinary = volume(kernelSize) * channels * channelCount(output) + channelCount(output)
    return {
      heading: 'One channel at a time',
      body: [
        paragraph(
          `An ordinary convolution adds up all channels. Here each of the **${channels}** channels has its own filters, which look at nothing else.`
        ),
        ...sizes,
        paragraph(
          `That takes **${formatCount(values)}** parameters; a convolution from ${channels} to ${channelCount(output)} channels would have ${formatCount(ordinary)}. A 1 × 1 convolution after it mixes the channels again. Together they are called a depthwise separable convolution; small networks such as MobileNet are made of them.`
        )
      ]
    }
  },
  pytorch({ layer: { name, kernelSize, multiplier, strides, padding }, input }) {
    const channels = channelCount(input)
    return [
      `Makes \`${name}\`, a convolution from **${channels}** channels to **${channels * multiplier}**, with a window of **${spacedTimes(kernelSize)}**.`,
      ...windowSettingNotes({ strides, padding }),
      `\`groups=${channels}\` makes it depthwise: the channels are dealt into ${channels} groups of one, and no filter looks at more than its own.`
    ].join(' ')
  },
  does: () => 'Each channel is filtered by itself.',
  detail: () => undefined
}
