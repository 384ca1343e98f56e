import { activationText } from './activation-text'
import { formula, paragraph } from '../base/text-block'
import type { LayerText } from './layer-text'
import type { z } from '../base/schema'
import type { leakyRelu } from './leaky-relu'

type LeakyRelu = z.infer<(typeof leakyRelu)['schema']>

export const leakyReluText: LayerText<LeakyRelu> = {
  ...activationText({ title: 'Leaky ReLU', heading: '', body: [], pytorch: '', does: '' }),
  fields: { slope: 'Slope below zero' },
  pytorch: ({ layer: { name, slope } }) =>
    `Makes \`${name}\`, a leaky ReLU. Its argument is the slope below 0: **${slope}**. If it were left out, PyTorch would take 0.01.`,
  does: ({ layer: { slope } }) => `Every value below 0 is multiplied by ${slope}.`,
  guide: ({ layer: { slope } }) => ({
    heading: 'A ReLU with a small slope below zero',
    body: [
      formula(`leaky_relu(x) = x above zero, ${slope} · x below`),
      paragraph(
        'A unit whose sums are always negative gets no gradient through a ReLU and stops learning. Here a small slope is left, so that the unit can recover.'
      ),
      paragraph('The slope is **0.01** in PyTorch by default, and **0.3** in Keras.')
    ]
  })
}
