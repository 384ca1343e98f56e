import { kindOf, type LayerType } from '../../../../core/layers/layer-kinds'
import { linkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { stageOf } from '../stages'
import { withLinked } from './edited'
import { insertBehind } from './insert-behind'
import { asType, isPlacedAsActivation } from './layer-family'
import { newLayer } from './new-layer'
import { takeOut } from './remove-layer'
import { replaceLayer } from './replace-layer'

/** The activation that follows a layer within its stage, if there is one. */
export function activationAfter(model: ModelSpec, index: number): LayerType | undefined {
  return stageOf(model.layers, index)?.layers.slice(1).find(isPlacedAsActivation)?.type
}

/** Changes, adds or takes away the activation that follows a layer; of an activation, itself. */
export function setActivation(model: ModelSpec, index: number, activation: LayerType | undefined): ModelSpec {
  const stage = stageOf(model.layers, index)
  const layer = model.layers[index]
  if (stage === undefined || layer === undefined) return model
  const own = isPlacedAsActivation(layer)
  const place = stage.layers.findIndex(
    (one, i) => isPlacedAsActivation(one) && (stage.first + i === index || !own)
  )
  const current = stage.layers[place]
  if (current !== undefined && activation !== undefined) {
    return replaceLayer(model, stage.first + place, asType(model, current, activation))
  }
  if (current !== undefined) {
    const left = takeOut(linkLayers(model.layers), current.name)
    return left.length === 0 ? model : withLinked(model, left)
  }
  if (activation === undefined) return model
  const later = stage.layers.findIndex((one) => kindOf(one).place === 'afterActivation')
  const before = stage.first + (later === -1 ? stage.layers.length : later) - 1
  return insertBehind(model, before, [newLayer(model, activation)])
}
