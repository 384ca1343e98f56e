import { isFollower, stageOf, stagesOf } from './stages'
import type { LayerSpec, ModelSpec } from '../../core/model-spec'

export const activations = ['relu', 'tanh', 'sigmoid'] as const
export type Activation = (typeof activations)[number]
export type LayerType = LayerSpec['type']

/** What a layer of each kind is called by default, before its number. */
const stems: Readonly<Record<LayerType, string>> = {
  conv2d: 'conv',
  maxPool2d: 'pool',
  averagePool2d: 'pool',
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  flatten: 'flatten',
  dense: 'fc',
  dropout: 'drop',
  batchNorm: 'bn'
}

export const mostLayers = 64

function withLayers(model: ModelSpec, layers: readonly LayerSpec[]): ModelSpec {
  return { ...model, layers: [...layers] }
}

function freeName(model: ModelSpec, type: LayerType): string {
  const taken = new Set(model.layers.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = `${stems[type]}${number}`
    if (!taken.has(name)) return name
  }
}

/**
 * What a layer is called that becomes another kind of layer: its new kind with its old number, where the name was one
 * of those that are given here; a name of its own stays. Weights are known by their layer's name, but no layer with weights becomes
 * another kind.
 */
function renamed(model: ModelSpec, { type: from, name }: LayerSpec, type: LayerType): string {
  const number = /\d*$/.exec(name)?.[0] ?? ''
  const given = Object.values(stems).some((stem) => name === `${stem}${number}`)
  if (stems[from] === stems[type] || !given) return name
  const wanted = `${stems[type]}${number}`
  return model.layers.some((layer) => layer.name === wanted) ? freeName(model, type) : wanted
}

/** A new layer with values that fit almost anywhere. */
function newLayer(model: ModelSpec, type: LayerType): LayerSpec {
  const name = freeName(model, type)
  switch (type) {
    case 'conv2d':
      return { type, name, filters: 16, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] }
    case 'maxPool2d':
    case 'averagePool2d':
      return { type, name, poolSize: [2, 2], strides: [2, 2] }
    case 'dense':
      return { type, name, units: 64 }
    case 'dropout':
      return { type, name, rate: 0.25 }
    case 'batchNorm':
      return { type, name, momentum: 0.1, epsilon: 1e-5 }
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'flatten':
      return { type, name }
  }
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
 * directly behind. A convolution or a dense layer brings a ReLU along, as nothing else bends between two of them.
 */
export function addLayer(model: ModelSpec, index: number, type: LayerType): Edited {
  const layer = newLayer(model, type)
  const stage = stageOf(model.layers, index)
  const at = stage === undefined ? 0 : isFollower(layer) ? index + 1 : stage.first + stage.layers.length
  const added = type === 'conv2d' || type === 'dense' ? [layer, newLayer(model, 'relu')] : [layer]
  return {
    model: withLayers(model, [...model.layers.slice(0, at), ...added, ...model.layers.slice(at)]),
    index: at
  }
}

/** Takes a layer out; a convolution or a dense layer with what follows it. */
export function removeLayer(model: ModelSpec, index: number): Edited {
  const stage = stageOf(model.layers, index)
  const layer = model.layers[index]
  const takesAll = stage?.first === index && (layer?.type === 'conv2d' || layer?.type === 'dense')
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
export function activationAfter(model: ModelSpec, index: number): Activation | undefined {
  const stage = stageOf(model.layers, index)
  const found = stage?.layers.slice(1).find((layer) => isActivation(layer.type))
  return activations.find((type) => type === found?.type)
}

/** Changes, adds or takes away the activation that follows a layer; of an activation, itself. */
export function setActivation(
  model: ModelSpec,
  index: number,
  activation: Activation | undefined
): ModelSpec {
  const stage = stageOf(model.layers, index)
  if (stage === undefined) return model
  const own = isActivation(model.layers[index]?.type ?? 'flatten')
  const place = stage.layers.findIndex(
    (layer, i) => isActivation(layer.type) && (stage.first + i === index || !own)
  )
  const at = place === -1 ? -1 : stage.first + place
  if (activation === undefined) {
    return withLayers(
      model,
      model.layers.filter((_, i) => i !== at)
    )
  }
  const current = model.layers[at]
  if (current !== undefined) {
    return replaceLayer(model, at, { type: activation, name: renamed(model, current, activation) })
  }
  const layer: LayerSpec = { type: activation, name: freeName(model, activation) }
  // Batch normalisation comes before the activation, dropout after it.
  const before = stage.layers.findIndex((one) => one.type === 'dropout')
  const place2 = stage.first + (before === -1 ? stage.layers.length : before)
  return withLayers(model, [...model.layers.slice(0, place2), layer, ...model.layers.slice(place2)])
}

export function isActivation(type: LayerType): boolean {
  return activations.some((activation) => activation === type)
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
