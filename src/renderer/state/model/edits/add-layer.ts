import { kindOf, type LayerType } from '../../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { isFollower, stageEnd, stageOf } from '../stages'
import type { Edited } from './edited'
import { insertBehind } from './insert-behind'
import { nearestFitting } from './nearest-fitting'
import { newLayer } from './new-layer'

/**
 * Puts a new layer behind the one at `index`, or first for -1: a whole layer behind the stage, what keeps the shape
 * directly behind. A weighted sum brings a ReLU along, as nothing else bends between two of them; what puts outputs
 * together takes the nearest one before it that fits.
 */
export function addLayer(model: ModelSpec, index: number, type: LayerType): Edited {
  const layer = newLayer(model, type)
  const { merges, weighted } = kindOf(layer)
  const stage = stageOf(model.layers, index)
  const place = stage === undefined ? -1 : isFollower(layer) ? index : stageEnd(stage)
  return {
    model: insertBehind(
      model,
      place,
      weighted ? [layer, newLayer(model, 'relu')] : [layer],
      merges ? [nearestFitting(model, layer, place)] : []
    ),
    index: place + 1
  }
}
