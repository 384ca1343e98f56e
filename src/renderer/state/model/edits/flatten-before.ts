import type { ModelSpec } from '../../../../core/model/model-spec'
import { linkLayers } from '../../../../core/model/linked-layers'
import { fittingShapes } from '../fitting-shapes'
import { withLinked } from './edited'
import { newLayer } from './new-layer'

/**
 * Puts a flatten layer before a dense layer whose input still has rows and columns; other readers of that input keep it.
 * @returns the same network where that is not what is wrong with the layer at `index`
 */
export function flattenBefore(model: ModelSpec, index: number): ModelSpec {
  const layers = linkLayers(model.layers)
  const layer = layers[index]
  const { shapes } = fittingShapes(model)
  if (layer?.type !== 'dense' || shapes.length !== index) return model
  const [source] = layer.inputs
  const input = shapes.find((shape) => shape.layer.name === source)?.output ?? model.inputShape
  if (input.length === 1) return model
  const flatten = { ...newLayer(model, 'flatten'), inputs: layer.inputs }
  const flat = { ...layer, inputs: [flatten.name] }
  return withLinked(model, [...layers.slice(0, index), flatten, flat, ...layers.slice(index + 1)])
}
