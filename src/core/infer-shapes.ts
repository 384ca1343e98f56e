import { assertNever } from './assert-never'
import { LabError } from './lab-error'
import type { LayerSpec, ModelSpec } from './model-spec'

/** The shape of one image's activations: [height, width, channels], or [features] once flattened. */
export type Shape = readonly [number, number, number] | readonly [number]

export interface ParameterShape {
  /** `<layer>/kernel`, `<layer>/bias`, `<layer>/gamma`..., as TensorFlow.js names weights. */
  readonly name: string
  readonly shape: readonly number[]
  /** Inputs that feed one output: what PyTorch's default initialisation scales by. */
  readonly fanIn: number
  /** What every value starts as; undefined when they start at random, scaled by `fanIn`. */
  readonly initialValue: number | undefined
  /** Whether the optimizer moves it; false for what a layer averages itself, which has no optimizer slots. */
  readonly trainable: boolean
}

export interface LayerShape {
  readonly layer: LayerSpec
  readonly input: Shape
  readonly output: Shape
  readonly parameters: readonly ParameterShape[]
}

/**
 * Output size of a window that slides: floor((W - F + 2P) / S) + 1, as in PyTorch's Conv2d and MaxPool2d.
 * @returns pixels, or 0 when the window does not fit once
 */
export function outputSize(input: number, window: number, stride: number, padding: number): number {
  const room = input - window + 2 * padding
  return room < 0 ? 0 : Math.floor(room / stride) + 1
}

/** Number of values in a shape. */
export function volume(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1)
}

/**
 * Walks through the network and gives every layer's input, output and parameters.
 * @throws LabError 'invalid-input' that names the layer at which the sizes stop fitting
 */
export function inferShapes(spec: ModelSpec): LayerShape[] {
  let input: Shape = spec.inputShape
  return spec.layers.map((layer) => {
    const shaped = inferLayer(layer, input)
    input = shaped.output
    return shaped
  })
}

/** All parameters of the network in layer order; the order of `Weights`. */
export function parameterShapes(spec: ModelSpec): ParameterShape[] {
  return inferShapes(spec).flatMap((layer) => layer.parameters)
}

/** The parameters that an optimizer moves, in layer order; the order of each set of `TrainingState.slots`. */
export function trainableShapes(spec: ModelSpec): ParameterShape[] {
  return parameterShapes(spec).filter(({ trainable }) => trainable)
}

/** Number of trainable values; 62,006 for the lesson's network. */
export function countParameters(spec: ModelSpec): number {
  return trainableShapes(spec).reduce((sum, parameter) => sum + volume(parameter.shape), 0)
}

/** Number of classes: the width of the last layer. */
export function classCount(spec: ModelSpec): number {
  const output = inferShapes(spec).at(-1)?.output
  if (output?.length !== 1) {
    throw new LabError(
      'invalid-input',
      'The network does not end in one score for each class.',
      'Make the last layer a dense layer with as many units as there are classes.'
    )
  }
  return output[0]
}

function inferLayer(layer: LayerSpec, input: Shape): LayerShape {
  switch (layer.type) {
    case 'conv2d': {
      const [height, width, channels] = image(layer, input)
      const output = windowed(layer, [height, width], layer.kernelSize, layer.strides, layer.padding)
      const [kh, kw] = layer.kernelSize
      const fanIn = kh * kw * channels
      return {
        layer,
        input,
        output: [...output, layer.filters],
        parameters: [
          atRandom(`${layer.name}/kernel`, [kh, kw, channels, layer.filters], fanIn),
          atRandom(`${layer.name}/bias`, [layer.filters], fanIn)
        ]
      }
    }
    case 'maxPool2d':
    case 'averagePool2d': {
      const [height, width, channels] = image(layer, input)
      const output = windowed(layer, [height, width], layer.poolSize, layer.strides, [0, 0])
      return { layer, input, output: [...output, channels], parameters: [] }
    }
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'dropout':
      return { layer, input, output: input, parameters: [] }
    case 'flatten':
      return { layer, input, output: [volume(input)], parameters: [] }
    case 'dense': {
      if (input.length !== 1) {
        throw new LabError(
          'invalid-input',
          `Layer ${layer.name} is fully connected, but what reaches it still has rows and columns (${input.join(' × ')}).`,
          'Put a flatten layer before it.'
        )
      }
      const [features] = input
      return {
        layer,
        input,
        output: [layer.units],
        parameters: [
          atRandom(`${layer.name}/kernel`, [features, layer.units], features),
          atRandom(`${layer.name}/bias`, [layer.units], features)
        ]
      }
    }
    case 'batchNorm': {
      const channels = input.length === 3 ? input[2] : input[0]
      const each = (part: string, initialValue: number, trainable: boolean): ParameterShape => ({
        name: `${layer.name}/${part}`,
        shape: [channels],
        fanIn: 1,
        initialValue,
        trainable
      })
      const parameters = [
        each('gamma', 1, true),
        each('beta', 0, true),
        each('moving_mean', 0, false),
        each('moving_variance', 1, false)
      ]
      return { layer, input, output: input, parameters }
    }
    default:
      return assertNever(layer)
  }
}

function atRandom(name: string, shape: readonly number[], fanIn: number): ParameterShape {
  return { name, shape, fanIn, initialValue: undefined, trainable: true }
}

function image(layer: LayerSpec, input: Shape): readonly [number, number, number] {
  if (input.length === 3) return input
  throw new LabError(
    'invalid-input',
    `Layer ${layer.name} slides a window over an image, but what reaches it is flat (${input[0]} values).`,
    'Move it before the flatten layer.'
  )
}

function windowed(
  layer: LayerSpec,
  input: readonly [number, number],
  window: readonly [number, number],
  strides: readonly [number, number],
  padding: readonly [number, number]
): [number, number] {
  const height = outputSize(input[0], window[0], strides[0], padding[0])
  const width = outputSize(input[1], window[1], strides[1], padding[1])
  if (height > 0 && width > 0) return [height, width]
  throw new LabError(
    'invalid-input',
    `Layer ${layer.name} has a window of ${window.join(' × ')}, larger than the ${input.join(' × ')} image that reaches it.`,
    'Make the window smaller, add padding, or remove a layer before it.'
  )
}
