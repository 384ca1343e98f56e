import type { dropout } from './dropout'
import { volume } from './shape'
import { type LayerText, shortPercent } from './layer-text'
import { formula, paragraph } from '../base/text-block'
import type { z } from '../base/schema'

/** What kept values are divided by. */
const kept = (rate: number): number => Number((1 - rate).toFixed(4))

export const dropoutText: LayerText<z.infer<(typeof dropout)['schema']>> = {
  noun: 'dropout',
  whileTraining: 'dropout switches values off',
  title: ({ rate }) => `Dropout ${rate}`,
  subtitle: () => undefined,
  short: ({ rate }) => `Dropout ${rate}`,
  summary: ({ rate }) => `dropout, ${shortPercent(rate)} of the values`,
  menu: { text: 'Dropout', hint: 'switches off at random' },
  choice: undefined,
  fields: { rate: 'Rate' },
  guide: ({ layer: { rate } }) => ({
    heading: 'Switched off at random',
    body: [
      paragraph(
        `While training, **${shortPercent(rate)}** of the values, chosen at random each time, become 0; the others are divided by ${kept(rate)}, so that the sum stays the same on average.`
      ),
      paragraph(
        'No unit can rely on a particular other one, which makes memorising harder. When the network predicts, nothing is switched off.'
      )
    ]
  }),
  pytorch: ({ layer: { name, rate } }) =>
    `Makes \`${name}\`, a dropout layer. Its argument is the share of values that become 0: **${rate}**, which is ${shortPercent(rate)}. If it were left out, it would be 0.5.`,
  does: ({ layer: { rate } }) =>
    `Sets ${shortPercent(rate)} of the values to 0 while the network trains; otherwise lets everything through.`,
  detail: ({ layer: { rate }, input }) => [
    formula(`while training: ${shortPercent(rate)} become 0, the others are divided by ${kept(rate)}`),
    paragraph(
      `Which values are switched off is chosen at random for every image, so that no unit can rely on another. The picture shows the network predicting, not learning, and then dropout lets all ${volume(input)} values through as they are.`
    )
  ]
}
