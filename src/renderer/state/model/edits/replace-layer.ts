import type { LayerSpec } from '../../../../core/layers/layer-kinds'
import { linkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { takenInstead, withLinked } from './edited'

/** Another layer in a layer's place, with the same inputs; what took the old one's output takes the new one's. */
export function replaceLayer(model: ModelSpec, index: number, layer: LayerSpec): ModelSpec {
  const layers = linkLayers(model.layers)
  const old = layers[index]
  if (old === undefined) return model
  const replaced = layers.map((other, i) => (i === index ? { ...layer, inputs: old.inputs } : other))
  return withLinked(model, takenInstead(replaced, old.name, layer.name))
}
