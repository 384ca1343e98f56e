import { imageInput } from '../../../../core/layers/layer-base'
import type { LayerSpec } from '../../../../core/layers/layer-kinds'
import { linkLayers, type LinkedLayer } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { takenInstead, withLinked } from './edited'

/**
 * Puts new layers, one after the other, behind the layer at a place, or behind the image for -1: what took its output
 * takes that of the last of them.
 * @param others what the first of them takes besides
 */
export function insertBehind(
  model: ModelSpec,
  place: number,
  [first, ...rest]: readonly [LayerSpec, ...LayerSpec[]],
  others: readonly string[] = []
): ModelSpec {
  const layers = linkLayers(model.layers)
  const source = layers[place]?.name ?? imageInput
  const added: LinkedLayer[] = [{ ...first, inputs: [source, ...others] }]
  let end = first.name
  for (const layer of rest) {
    added.push({ ...layer, inputs: [end] })
    end = layer.name
  }
  const behind = takenInstead(layers.slice(place + 1), source, end)
  return withLinked(model, [...layers.slice(0, place + 1), ...added, ...behind])
}
