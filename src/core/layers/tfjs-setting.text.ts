/**
 * @param value as code
 * @param layer the name of the layer that is set
 * @param first whether the script has had no such setting yet: the others are said in short
 */
type SettingText = (value: string, layer: string, first: boolean) => string

/** What people read beside a setting of a layer of `tf.layers`. */
export const tfjsSettingTexts = {
  name: (value, _, first) =>
    first
      ? `The layer’s name, ${value}. Its weights are kept under this name, and \`getLayer\` finds the layer by it.`
      : `The layer’s name, ${value}.`,
  filters: (value, layer, first) =>
    `The number of filters of \`${layer}\`, **${value}**.${first ? ' Each makes a map of its own, so this is also the number of channels that come out. TensorFlow.js sees from the layer before how many come in.' : ''}`,
  kernelSize: (value, layer, first) =>
    `The window of \`${layer}\`, height and width: **${value}**.${!first ? '' : value.startsWith('[') ? ' A single number would make it square.' : ' A single number makes it square; a pair such as `[5, 2]` would make it 5 high and 2 wide.'}`,
  strides: (value, layer) => `How far the window of \`${layer}\` moves, down and across: **${value}**.`,
  start: (value, layer, first) =>
    first
      ? `Calls \`start\` from above with the number of inputs of one unit of \`${layer}\`, \`${value}\`. It returns two settings, how kernel and biases start, and the three dots put them in here.`
      : `How kernel and biases of \`${layer}\` start: each unit has \`${value}\` inputs.`,
  units: (value, layer, first) =>
    `The number of units of \`${layer}\`, **${value}**: that is how many numbers come out.${first ? ' TensorFlow.js sees from the layer before how many come in.' : ''}`,
  momentum: (value, layer, first) =>
    `The share of its moving averages that \`${layer}\` keeps with each batch: **${value}**.${first ? ' PyTorch’s `momentum` counts the other way round: the share that is replaced.' : ''}`,
  epsilon: (value, layer) =>
    `Added to the variance in \`${layer}\`, which prevents division by 0: **${value}**.`,
  depthMultiplier: (value, layer) => `Filters for each channel in \`${layer}\`: **${value}**.`,
  depthwiseInitializer: (value, layer) =>
    `How the filters of \`${layer}\` start: \`${value}\` draws them at random, in a range that depends on the number of inputs of one filter.`,
  biasInitializer: (value, layer) => `How the biases of \`${layer}\` start: \`${value}\`, in the same range.`,
  padding: (value, layer) =>
    `The zeros for \`${layer}\`: rows above and below, then columns on the left and right, **${value}**.`,
  poolSize: (value, layer, first) =>
    `The window of \`${layer}\`: **${value}**.${first && !value.startsWith('[') ? ' A single number makes it square.' : ''}`,
  scale: (value, layer) => `What \`${layer}\` multiplies every number by: **${value}**.`,
  rate: (value, layer) => `The share of values that \`${layer}\` sets to 0 while training: **${value}**.`,
  alpha: (value, layer) => `The slope of \`${layer}\` below 0: **${value}**.`,
  activation: (value, layer) => `Which function \`${layer}\` applies to every value: ${value}.`,
  trainable: (_, layer, first) =>
    `Freezes \`${layer}\`: its weights keep the values they have.${first ? ' `model.trainableWeights` leaves them out.' : ''}`
} as const satisfies Readonly<Record<string, SettingText>>

export type TfjsSettingName = keyof typeof tfjsSettingTexts
