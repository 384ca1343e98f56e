import { freeLayerName } from '../../../../core/layers/free-layer-name'
import { layerKinds, layerSpec, type LayerSpec, type LayerType } from '../../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../../core/model/model-spec'

/** A new layer with values that fit almost anywhere. */
export function newLayer(model: ModelSpec, type: LayerType): LayerSpec {
  return layerSpec.parse({ type, name: freeName(model, type), ...layerKinds[type].fresh })
}

/** What a layer of this type can be called in a network. */
export function freeName(model: ModelSpec, type: LayerType): string {
  return freeLayerName(type, new Set(model.layers.map(({ name }) => name)))
}
