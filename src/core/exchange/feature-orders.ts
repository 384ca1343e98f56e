import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { imageSource } from '../layers/layer-kind'
import { kindOf, type LayerShape } from '../layers/layer-kinds'
import type { FeatureOrder } from '../layers/torch-tensor'

/**
 * Of each layer, the order in which PyTorch has the features of its first input.
 * @throws LabError 'unsupported' for a network that PyTorch cannot compute with the same weights in another order
 */
export function featureOrders(shapes: readonly LayerShape[]): readonly FeatureOrder[] {
  const outputs: FeatureOrder[] = []
  const inputs = shapes.map((shape) => {
    const orders = shape.sources.map((source) => (source === imageSource ? undefined : outputs[source]))
    outputs.push(kindOf(shape.layer).featureOrder(shape, orders))
    return orders[0]
  })
  if (outputs.at(-1) === undefined) return inputs
  throw new LabError(
    'unsupported',
    `The scores come out of a flattened image (layer ${required(shapes.at(-1), 'a last layer').layer.name}). PyTorch flattens images in another order, so its classes would be in another order too.`,
    'Put a dense layer at the end of the network.'
  )
}
