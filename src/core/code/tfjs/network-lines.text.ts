import { formatCount } from '../../format/format-number'

/** What people read beside the lines that write the network down, apart from what is said of its layers. */
export const networkLinesText = {
  seed: (seed: number): string =>
    `The seed of the next draw of random weights. It begins at **${seed}**, so the same seed gives the same weights again.`,
  uniform:
    'Defines a function that says how weights start: at random, and closer to 0 the more inputs (`fanIn`) a unit has. Otherwise the sums of units with many inputs would be far too large at first.',
  maxval:
    'The largest value: 1 divided by the square root of the number of inputs. PyTorch starts its layers in this range by default.',
  range: 'The smallest is its opposite. In braces, `maxval` alone is short for `maxval: maxval`.',
  draw: '`...range` puts both limits in. `seed++` takes the seed and then adds 1, so that no two layers start alike.',
  randomUniform: 'Gives back an initializer: every value in the range is as likely as any other.',
  uniformEnd: 'Ends `uniform`.',
  start:
    'Defines a function for the settings that start a layer. The round brackets tell JavaScript that the braces are an object to give back, not the body of the function.',
  kernelInitializer: 'How the layer’s kernel, its weights, starts.',
  biasInitializer: 'How its biases start: in the same range.',
  startEnd: 'Ends `start`.',

  sequential:
    'Makes an empty model in which the layers follow one another. Each gets what the one before has computed.',
  inputLayer: 'Adds the place where the images go in.',
  inputShape:
    'The shape of one image: height, width, channels. The batch is left out; TensorFlow.js adds it itself.',
  inputEnd: 'Ends the settings of the input, and the call.',
  image: 'Makes the place where the images go in. It holds no numbers yet; it only stands for them.',
  imageShape:
    'The shape of one image: height, width, channels. The batch is left out; TensorFlow.js adds it itself.',
  imageEnd: 'Ends the settings of the input.',
  out: 'An empty object, to keep the output of each layer under its name.',
  model: 'Makes the model: everything between its inputs and its outputs.',
  inputs: 'It begins with the images.',
  outputs: (layer: string): string => `It ends with the output of \`${layer}\`, the scores.`,
  modelEnd: 'Ends the settings of the model.',

  add: (layer: string, does: string, shape: string): string =>
    `Adds \`${layer}\`. ${does} What comes out is batch × ${shape}.`,
  apply: (layer: string, does: string, shape: string): string =>
    `Makes \`${layer}\` and keeps its output. ${does} What comes out is batch × ${shape}.`,
  frame: (layer: string): string =>
    `Puts zeros around what \`${layer}\` gets. TensorFlow.js’s own padding of a layer adds them differently from PyTorch.`,
  addEnd: (layer: string): string => `Ends the settings of \`${layer}\`, and the call.`,
  applyEnd: (layer: string): string =>
    `Ends the settings of \`${layer}\`, and applies it to what stands in the brackets: the outputs of layers above.`,
  frameAddEnd: (layer: string): string => `Ends the zeros for \`${layer}\`.`,
  frameApplyEnd: (layer: string): string =>
    `Ends the zeros for \`${layer}\`, and says what they are put around.`,

  misfit: (name: string): string =>
    `The sizes do not fit here, so the script cannot run. Change \`${name}\` or a layer before it.`,
  waiting: (name: string): string => `\`${name}\` comes here once the layers before it fit.`,

  tidy: (layer: string): string =>
    `\`${layer}\` starts from training images. \`tidy\` frees the tensors that are made on the way.`,
  imageRows: (layer: string, count: number): string =>
    `Which images to look at for \`${layer}\`: the first **${formatCount(count)}**, or all there are.`,
  images: (layer: string): string =>
    `Makes a batch of them for \`${layer}\`. \`{ x: images }\` takes \`x\` out of the result and calls it \`images\`.`,
  tidyEnd: (layer: string): string => `Ends what is done for \`${layer}\`.`
} as const
