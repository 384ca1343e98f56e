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
    `Makes \`${name}\`, a leaky ReLU. Its argument is the slope below 0: **${slope}**. Left out, PyTorch takes 0.01.`,
  does: ({ layer: { slope } }) => `Every value below 0 is multiplied by ${slope}.`,
  guide: ({ layer: { slope } }) => ({
    heading: 'A ReLU that lets a little through',
    body: [
      formula(`leaky_relu(x) = x above zero, ${slope} · x below`),
      paragraph(
        'A unit whose sums are always below zero gets no gradient from a ReLU and never learns again. Here a small slope is left, so that it can come back.'
      ),
      paragraph('The slope is **0.01** in PyTorch if nothing is said, and **0.3** in Keras.')
    ]
  })
}
