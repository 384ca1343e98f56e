import {
  kindOf,
  layerKinds,
  layerSpec,
  type LayerSpec,
  type LayerType,
  layerTypes
} from '../../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { freeName } from './new-layer'

/** Types of layers that replace one another: the activations, or the kinds of pooling. */
export function familyOf(type: LayerType): readonly LayerType[] {
  const { family } = layerKinds[type]
  return family === undefined ? [] : layerTypes.filter((other) => layerKinds[other].family === family)
}

/** The activations that can follow a weighted sum. */
export const activations: readonly LayerType[] = familyOf('relu')

export function isPlacedAsActivation(layer: LayerSpec): boolean {
  return kindOf(layer).place === 'activation'
}

/** A layer as another type of its family: it keeps the settings that both have. */
export function asType(model: ModelSpec, layer: LayerSpec, type: LayerType): LayerSpec {
  return layerSpec.parse({ ...layerKinds[type].fresh, ...layer, type, name: renamed(model, layer, type) })
}

/**
 * What a layer is called that becomes another kind of layer: its new kind with its old number, where the name was one
 * of those that are given here; a name of its own stays. Weights are known by their layer's name, but no layer with weights becomes
 * another kind.
 */
function renamed(model: ModelSpec, { type: from, name }: LayerSpec, type: LayerType): string {
  const number = /\d*$/.exec(name)?.[0] ?? ''
  const given = Object.values(layerKinds).some(({ stem }) => name === `${stem}${number}`)
  if (layerKinds[from].stem === layerKinds[type].stem || !given) return name
  const wanted = `${layerKinds[type].stem}${number}`
  return model.layers.some((layer) => layer.name === wanted) ? freeName(model, type) : wanted
}
