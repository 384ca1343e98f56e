import { LabError } from '../base/lab-error'
import type { ParameterShape } from '../layers/layer-kind'
import { type Shape, volume } from '../layers/shape'
import { kindOf, type LayerShape, type LayerSpec } from '../layers/layer-kinds'
import type { ModelSpec } from './model-spec'

/**
 * Walks through the network and gives every layer's input, output and parameters.
 * @throws LabError 'invalid-input' that names the layer at which the sizes stop fitting
 */
export function inferShapes(spec: ModelSpec): LayerShape[] {
  let input: Shape = spec.inputShape
  return spec.layers.map((layer) => {
    const shaped = shapedLayer(layer, input)
    input = shaped.output
    return shaped
  })
}

/** All parameters of the network in layer order; the order of `Weights`. */
export function parameterShapes(spec: ModelSpec): ParameterShape[] {
  return inferShapes(spec).flatMap((layer) => layer.parameters)
}

/** The parameters that an optimizer moves, in layer order; the order of each set of `TrainingState.optimizerState`. */
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

function shapedLayer(layer: LayerSpec, input: Shape): LayerShape {
  return { layer, input, ...kindOf(layer).fit(layer, input) }
}
