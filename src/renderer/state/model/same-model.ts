import { linkLayers, unlinkLayers } from '../../../core/model/linked-layers'
import type { ModelSpec } from '../../../core/model/model-spec'

/** Whether two networks are the same, names and all: then weights of one fit the other. */
export function sameModel(a: ModelSpec, b: ModelSpec): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** Fields in one order, however a network came to be. */
function sorted(model: ModelSpec): unknown {
  return [
    model.inputShape,
    unlinkLayers(linkLayers(model.layers)).map((layer) =>
      Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1))
    )
  ]
}
