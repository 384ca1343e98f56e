import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageSource, type ParameterShape } from '../layers/layer-kind'
import type { Shape } from '../layers/shape'
import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
import { countWeights } from '../layers/count-weights'
import { requireNoneUnused, sourceFinder } from './layer-graph'
import type { ModelSpec } from './model-spec'

/**
 * Walks through the network and gives every layer's inputs, output and parameters.
 * @throws LabError 'invalid-input' that names the layer at which the sizes stop fitting
 */
export function inferShapes(spec: ModelSpec): LayerShape[] {
  return [...walkShapes(spec)]
}

/** The same, layer by layer: it throws once it comes to the layer that does not fit. */
export function* walkShapes({ inputShape, layers }: ModelSpec): Generator<LayerShape> {
  const sourcesAt = sourceFinder(layers)
  const outputs: Shape[] = []
  for (const [at, layer] of layers.entries()) {
    const sources = sourcesAt(at)
    const inputs = sources.map((source) =>
      source === imageSource ? inputShape : required(outputs[source], 'a layer before')
    )
    const fitted = fitLayer(layer, inputs)
    requireStart(fitted, sources)
    outputs.push(fitted.output)
    yield { ...fitted, sources }
  }
}

/** All parameters of the network in layer order; the order of `Weights`. */
export function parameterShapes(spec: ModelSpec): ParameterShape[] {
  return inferShapes(spec).flatMap((layer) => layer.parameters)
}

/** The parameters that an optimizer moves, in layer order; the order of each set of `TrainingState.optimizerState`. */
export function trainableShapes(spec: ModelSpec): ParameterShape[] {
  return parameterShapes(spec).filter(({ trainable }) => trainable)
}

/** Number of weights, frozen ones included; 62,006 for the lesson's network. */
export function countParameters(spec: ModelSpec): number {
  return countWeights(parameterShapes(spec)).all
}

/**
 * Number of classes: the width of the last layer.
 * @throws LabError 'invalid-input' for a network that does not end in scores, or with a layer that leads nowhere
 */
export function classCount(spec: ModelSpec): number {
  const shapes = inferShapes(spec)
  requireNoneUnused(shapes)
  const output = shapes.at(-1)?.output
  if (output?.length !== 1) {
    throw new LabError(
      'invalid-input',
      'The network does not end in one score for each class.',
      'Make the last layer a dense layer with as many units as there are classes.'
    )
  }
  return output[0]
}

/**
 * A layer with the shapes that it has behind others.
 * @param inputs what they give
 * @throws LabError 'invalid-input' that names the layer when the inputs do not fit it
 */
export function fitLayer(layer: LayerSpec, inputs: readonly Shape[]): Omit<LayerShape, 'sources'> {
  checkCount(layer, inputs.length)
  const input = required(inputs[0], 'an input of each layer')
  const { output, parameters } = kindOf(layer).fit(layer, input, inputs)
  return {
    layer,
    input,
    inputs,
    output,
    parameters:
      layer.frozen === true ? parameters.map((parameter) => ({ ...parameter, trainable: false })) : parameters
  }
}

/** Whether its weights can start as it says: what looks at training images has to take them as they are. */
function requireStart(shaped: Omit<LayerShape, 'sources'>, sources: readonly number[]): void {
  const { layer } = shaped
  if (kindOf(layer).takesImage(layer) && sources[0] !== imageSource) {
    throw new LabError(
      'invalid-input',
      `Layer ${layer.name} starts by whitening, but it does not take the image itself: another layer is between them.`,
      `Let ${layer.name} take the image, or let its filters start at random.`
    )
  }
  // Whatever else is wrong with it is told here, before anything is computed.
  kindOf(layer).start(shaped)
}

function checkCount(layer: LayerSpec, count: number): void {
  const { merges } = kindOf(layer)
  if (merges && count < 2) {
    throw new LabError(
      'invalid-input',
      `Layer ${layer.name} joins several outputs, but has only one input.`,
      `Name at least two layers as the inputs of ${layer.name}.`
    )
  }
  if (!merges && count > 1) {
    throw new LabError(
      'invalid-input',
      `Layer ${layer.name} takes one input, but has ${count}: ${layer.inputs?.join(', ') ?? ''}.`,
      'Put an add or a concatenate layer before it.'
    )
  }
}
