import { freeLayerName } from '../../../core/layers/free-layer-name'
import {
  layerKinds,
  kindOf,
  layerSpec,
  type LayerSpec,
  type LayerType,
  layerTypes
} from '../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../core/model/model-spec'
import { isFollower, stageOf, stagesOf } from './stages'

/** Types of layers that replace one another: the activations, or the kinds of pooling. */
export function familyOf(type: LayerType): readonly LayerType[] {
  const { family } = layerKinds[type]
  return family === undefined ? [] : layerTypes.filter((other) => layerKinds[other].family === family)
}

/** The activations that can follow a weighted sum. */
export const activations: readonly LayerType[] = familyOf('relu')

export const mostLayers = 64

function withLayers(model: ModelSpec, layers: readonly LayerSpec[]): ModelSpec {
  return { ...model, layers: [...layers] }
}

function freeName(model: ModelSpec, type: LayerType): string {
  return freeLayerName(type, new Set(model.layers.map(({ name }) => name)))
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

/** A new layer with values that fit almost anywhere. */
function newLayer(model: ModelSpec, type: LayerType): LayerSpec {
  return layerSpec.parse({ type, name: freeName(model, type), ...layerKinds[type].fresh })
}

export interface Edited {
  readonly model: ModelSpec
  /** Place of the layer that was edited: what stays selected. */
  readonly index: number
}

export function replaceLayer(model: ModelSpec, index: number, layer: LayerSpec): ModelSpec {
  return withLayers(
    model,
    model.layers.map((other, i) => (i === index ? layer : other))
  )
}

/**
 * Puts a new layer behind the one at `index`, or first for -1: a whole layer behind the stage, what keeps the shape
 * directly behind. A weighted sum brings a ReLU along, as nothing else bends between two of them.
 */
export function addLayer(model: ModelSpec, index: number, type: LayerType): Edited {
  const layer = newLayer(model, type)
  const stage = stageOf(model.layers, index)
  const at = stage === undefined ? 0 : isFollower(layer) ? index + 1 : stage.first + stage.layers.length
  const added = kindOf(layer).weighted ? [layer, newLayer(model, 'relu')] : [layer]
  return {
    model: withLayers(model, [...model.layers.slice(0, at), ...added, ...model.layers.slice(at)]),
    index: at
  }
}

/** Takes a layer out; a weighted sum with what follows it. */
export function removeLayer(model: ModelSpec, index: number): Edited {
  const stage = stageOf(model.layers, index)
  const layer = model.layers[index]
  const takesAll = stage?.first === index && layer !== undefined && kindOf(layer).weighted
  const count = takesAll ? stage.layers.length : 1
  return {
    model: withLayers(
      model,
      model.layers.filter((_, i) => i < index || i >= index + count)
    ),
    index: Math.min(index, model.layers.length - count - 1)
  }
}

/** Moves a layer one place: a stage past its neighbour, what follows within its stage past the next layer. */
export function moveLayer(model: ModelSpec, index: number, direction: 1 | -1): Edited {
  const { layers } = model
  const stages = stagesOf(layers)
  const place = stages.findIndex((one) => index >= one.first && index < one.first + one.layers.length)
  const stage = stages[place]
  const layer = layers[index]
  if (stage === undefined || layer === undefined) return { model, index }
  if (isFollower(layer)) {
    const to = index + direction
    const other = layers[to]
    if (other === undefined) return { model, index }
    const swapped = layers.map((one, i) => (i === to ? layer : i === index ? other : one))
    return { model: withLayers(model, swapped), index: to }
  }
  const neighbour = stages[place + direction]
  if (neighbour === undefined) return { model, index }
  const [left, right] = direction === 1 ? [stage, neighbour] : [neighbour, stage]
  const moved = [
    ...layers.slice(0, left.first),
    ...right.layers,
    ...left.layers,
    ...layers.slice(right.first + right.layers.length)
  ]
  return {
    model: withLayers(model, moved),
    index: direction === 1 ? stage.first + neighbour.layers.length : neighbour.first
  }
}

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
  const at = place === -1 ? -1 : stage.first + place
  const current = model.layers[at]
  if (activation === undefined) {
    return withLayers(
      model,
      model.layers.filter((_, i) => i !== at)
    )
  }
  if (current !== undefined) return replaceLayer(model, at, asType(model, current, activation))
  const later = stage.layers.findIndex((one) => kindOf(one).place === 'afterActivation')
  const before = stage.first + (later === -1 ? stage.layers.length : later)
  const added = newLayer(model, activation)
  return withLayers(model, [...model.layers.slice(0, before), added, ...model.layers.slice(before)])
}

/** A layer as another type of its family: it keeps the settings that both have. */
export function asType(model: ModelSpec, layer: LayerSpec, type: LayerType): LayerSpec {
  return layerSpec.parse({ ...layerKinds[type].fresh, ...layer, type, name: renamed(model, layer, type) })
}

export function isPlacedAsActivation(layer: LayerSpec): boolean {
  return kindOf(layer).place === 'activation'
}

/** Whether two networks are the same, names and all: then weights of one fit the other. */
export function sameModel(a: ModelSpec, b: ModelSpec): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** Fields in one order, however a network came to be. */
function sorted(model: ModelSpec): unknown {
  return [
    model.inputShape,
    model.layers.map((layer) => Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1)))
  ]
}
