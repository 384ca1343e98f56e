import type { batchNorm } from './batch-norm'
import { formatCount } from '../format/format-number'
import type { LayerText } from './layer-text'
import { channelCount } from './shape'
import { formula, paragraph } from '../base/text-block'
import type { z } from '../base/schema'

export const batchNormText: LayerText<z.infer<(typeof batchNorm)['schema']>> = {
  noun: 'batch normalisation',
  whileTraining: 'batch normalisation uses the statistics of the batch',
  title: () => 'Batch norm',
  subtitle: () => undefined,
  short: () => 'norm',
  summary: () => 'batch normalisation',
  menu: { text: 'Norm', hint: 'batch normalisation' },
  choice: undefined,
  fields: { momentum: 'Momentum', epsilon: 'Epsilon' },
  guide: ({ input }) => ({
    heading: 'Centred and scaled, channel by channel',
    body: [
      formula('gamma · (x − mean) / sqrt(variance + eps) + beta'),
      paragraph(
        `While the network trains, mean and variance are taken over all images of the batch and all their pixels. Gamma and beta are learned, one of each for every one of the **${formatCount(input.length === 3 ? input[2] : input[0])}** channels. The next layers always get values of about the same size, and larger learning rates work.`
      ),
      paragraph(
        'When the network predicts, it uses moving averages from the training instead, so that a prediction does not depend on the other images in the batch.'
      )
    ]
  }),
  pytorch({ layer: { name, epsilon, momentum }, input }, { first }) {
    const channels = formatCount(channelCount(input))
    const kind =
      input.length === 3
        ? '`BatchNorm2d` is the form for maps'
        : '`BatchNorm1d` is the form for rows of numbers'
    return first
      ? `Makes \`${name}\`, a batch normalisation; ${kind}. Its argument is the number of channels, **${channels}**. \`eps\`, here **${epsilon}**, prevents division by 0; \`momentum\`, here **${momentum}**, is the share of its moving averages that each batch replaces. They are left out where they are what PyTorch takes anyway, 1e-5 and 0.1.`
      : `Makes \`${name}\`, a batch normalisation of **${channels}** channels (\`eps\` **${epsilon}**, \`momentum\` **${momentum}**).`
  },
  does: () => 'Centres and scales every channel.',
  detail: () => undefined
}
