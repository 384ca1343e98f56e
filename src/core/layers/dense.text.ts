import type { dense } from './dense'
import { volume } from './shape'
import { formatCount } from '../format/format-number'
import type { LayerText } from './layer-text'
import { paragraph } from '../base/text-block'
import type { z } from '../base/schema'

export const denseText: LayerText<z.infer<(typeof dense)['schema']>> = {
  noun: 'dense layer',
  title: () => 'Dense',
  subtitle: ({ units }) => String(units),
  short: () => 'Dense',
  summary: ({ units }) => `dense, ${units} outputs`,
  menu: { text: 'Dense', hint: 'units, then ReLU' },
  choice: undefined,
  fields: { units: 'Units' },
  guide({ layer: { units }, input, parameters }, last) {
    const inputs = formatCount(volume(input))
    const values = parameters.reduce((sum, { shape }) => sum + volume(shape), 0)
    return {
      heading: last ? 'A score for each class' : 'Every input to every unit',
      body: [
        paragraph(
          `Each of the **${formatCount(units)}** units has a weight for each of the **${inputs}** inputs: multiply, add up, add a bias. That makes ${inputs} · ${formatCount(units)} + ${formatCount(units)} = **${formatCount(values)}** parameters and ${formatCount(volume(input) * units)} multiplications for each image.`
        ),
        paragraph(
          last
            ? 'There are as many units as classes. The highest score is the prediction; softmax turns the scores into probabilities.'
            : 'Dense layers usually get smaller towards the end: what the layers before them found is condensed into what tells the classes apart.'
        )
      ]
    }
  },
  pytorch({ layer: { name, units }, input }, { first, before, path }) {
    const maps = before?.layer.type === 'flatten' && before.input.length === 3 ? before.input : undefined
    const sizes = path.map((step) => `${step.size} after \`${step.name}\``).join(', ')
    const inOut = `**${formatCount(volume(input))}** numbers come in, **${formatCount(units)}** go out.`
    return [
      first
        ? `Makes \`${name}\`, a dense layer, which PyTorch calls \`Linear\`. Its arguments: ${inOut}`
        : `Makes \`${name}\`, a dense layer: ${inOut}`,
      ...(maps === undefined
        ? []
        : [
            `\`${maps[2]} * ${maps[0]} * ${maps[1]}\` is what flattening gives: ${maps[2]} maps of ${maps[0]} × ${maps[1]}${sizes === '' ? '' : ` (the size is ${sizes})`}.`
          ]),
      ...(first ? ['If the first number does not match, the script stops at the first batch.'] : [])
    ].join(' ')
  },
  does: ({ layer: { units } }) =>
    `Each of the ${formatCount(units)} units adds up all inputs, each times a weight, and a bias.`,
  detail: () => undefined
}
