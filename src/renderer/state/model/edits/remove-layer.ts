import { imageInput } from '../../../../core/layers/layer-base'
import { kindOf } from '../../../../core/layers/layer-kinds'
import { extent } from '../../../../core/maths/extent'
import { linkLayers, type LinkedLayer } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { stageOf } from '../stages'
import { type Edited, withLinked } from './edited'

/**
 * Takes a layer out; a weighted sum with what follows it. What took its output takes its input instead. A layer that
 * put outputs together gives way to the longest of its branches; the others go with it, as far as they led only here.
 * @returns the network as it was where nothing would be left of it
 */
export function removeLayer(model: ModelSpec, index: number): Edited {
  const stage = stageOf(model.layers, index)
  const layer = model.layers[index]
  if (stage === undefined || layer === undefined) return { model, index }
  const gone = stage.first === index && kindOf(layer).weighted ? stage.layers : [layer]
  let left = linkLayers(model.layers)
  for (const { name } of gone) left = takeOut(left, name)
  if (left.length === 0) return { model, index }
  const stays = new Set(left.map(({ name }) => name))
  const before = model.layers.slice(0, index).filter(({ name }) => stays.has(name)).length
  return { model: withLinked(model, left), index: Math.min(before, left.length - 1) }
}

/** The layers without one of them. */
export function takeOut(layers: readonly LinkedLayer[], name: string): LinkedLayer[] {
  const at = layers.findIndex((layer) => layer.name === name)
  const layer = layers[at]
  if (layer === undefined) return [...layers]
  const instead = deepestInput(layers, layer)
  const linked = layers
    .filter((one) => one !== layer)
    .map((one) => ({ ...one, inputs: replacedInput(one.inputs, name, instead) }))
  const alone = linked.find((one) => kindOf(one).merges && one.inputs.length < 2)
  const whole = alone === undefined ? linked : takeOut(linked, alone.name)
  return withoutUnused(whole, new Set(unusedNames(layers)))
}

/** An input that is there already is not taken a second time. */
function replacedInput(inputs: readonly string[], name: string, instead: string): string[] {
  if (!inputs.includes(name)) return [...inputs]
  return inputs.includes(instead)
    ? inputs.filter((input) => input !== name)
    : inputs.map((input) => (input === name ? instead : input))
}

/** The input that most layers lead to one after another; of equal ones the first. */
function deepestInput(layers: readonly LinkedLayer[], { inputs }: LinkedLayer): string {
  const depths = new Map([[imageInput, 0]])
  for (const layer of layers) {
    if (layer.name !== imageInput) {
      depths.set(layer.name, 1 + extent(layer.inputs.map((input) => depths.get(input) ?? 0)).max)
    }
  }
  const depthOf = (input: string): number => depths.get(input) ?? 0
  return inputs.reduce((deepest, input) => (depthOf(input) > depthOf(deepest) ? input : deepest))
}

/** @param kept what led nowhere before: somebody may be about to connect it */
function withoutUnused(layers: readonly LinkedLayer[], kept: ReadonlySet<string>): LinkedLayer[] {
  const gone = new Set(unusedNames(layers).filter((name) => !kept.has(name)))
  if (gone.size === 0) return [...layers]
  return withoutUnused(
    layers.filter(({ name }) => !gone.has(name)),
    kept
  )
}

function unusedNames(layers: readonly LinkedLayer[]): string[] {
  const taken = new Set(layers.flatMap(({ inputs }) => inputs))
  return layers.flatMap(({ name }, at) => (at < layers.length - 1 && !taken.has(name) ? [name] : []))
}
