import { formatCount } from '../../../core/format/format-number'
import { spacedTimes } from '../../../core/layers/layer-text'

interface Counted {
  readonly name: string
  readonly parameters: number
}

/** What the exercises on the network ask and answer. */
export const networkExerciseTexts = {
  moreFilters: (filters: number) => ({
    words: {
      title: 'Parameters of more filters',
      question: `Select the first convolution, open Edit and set ${filters} filters. How many parameters does the whole network have now?`,
      learned:
        'More filters add parameters twice: in their own layer, and in the next layer with weights, which has more input channels.',
      unit: 'parameters'
    },
    otherFilters: (layer: string, has: number) =>
      `${layer} has ${has} filters. Select it in the picture, open Edit and set ${filters}.`,
    total: (total: number) => `${formatCount(total)} is correct.`,
    totalOf: (total: number, own: Counted, next: Counted) =>
      `${formatCount(total)} in all: ${formatCount(own.parameters)} of them in ${own.name}, and ${formatCount(next.parameters)} in ${next.name}, which now has ${filters} input channels.`,
    onlyOwn: (layer: string) => `That is only ${layer}. Add the parameters of all layers.`,
    nextGrows: (layer: string, next: string) =>
      `${layer} is right, but ${next} grows too: it now has ${filters} input channels.`,
    hint: 'A convolution has height × width × input channels × filters weights, and one bias for each filter. A dense layer has inputs × units weights, and one bias for each unit.'
  }),

  sameSize: {
    words: {
      title: 'Padding that keeps the size',
      question:
        'Open Edit for the first convolution and set both padding fields so that its output has the same height and width as its input.',
      learned: 'With stride 1 and a window of odd size F, a padding of (F − 1) / 2 keeps the size.'
    },
    smallWindow: 'A 1 × 1 window needs no padding. Choose a larger filter.',
    otherStride: 'Set the stride back to 1 and change only the padding.',
    otherSize: (input: readonly number[], output: readonly number[]) =>
      `The input is ${spacedTimes(input)}, the output ${spacedTimes(output)}. W is the size of the input, F that of the filter and P the padding. For which P is (W − F + 2P) / 1 + 1 equal to W?`,
    kept: (input: number, window: number, padding: number, output: number) =>
      `(${input} − ${window} + 2 · ${padding}) / 1 + 1 = ${output}: the output is as large as the input.`
  },

  firstConvolution: {
    misfit: (message: string, hint: string) => `The network does not fit. ${message} ${hint}`,
    none: 'This network has no convolution. Choose the lesson’s network under Presets, or add a convolution.'
  }
}
