import { canFreeze } from '../../../core/layers/layer-kinds'
import { setFrozen } from '../../../core/layers/set-frozen'
import { linkLayers, unlinkLayers } from '../../../core/model/linked-layers'
import type { ModelSpec } from '../../../core/model/model-spec'

/** Whether two networks are the same, names and all: then weights of one fit the other. */
export function sameModel(a: ModelSpec, b: ModelSpec): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** Whether two networks compute the same of the same weights: they may freeze other layers. */
export function sameButFrozen(a: ModelSpec, b: ModelSpec): boolean {
  return sameModel(thawed(a), thawed(b))
}

const thawed = (model: ModelSpec): ModelSpec => ({
  ...model,
  layers: model.layers.map((layer) => (canFreeze(layer.type) ? setFrozen(layer, false) : layer))
})

/** Fields in one order, however a network came to be. */
function sorted(model: ModelSpec): unknown {
  return [
    model.inputShape,
    unlinkLayers(linkLayers(model.layers)).map((layer) =>
      Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1))
    )
  ]
}
