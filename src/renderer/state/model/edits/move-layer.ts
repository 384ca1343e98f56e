import { kindOf, type LayerSpec } from '../../../../core/layers/layer-kinds'
import { linkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { type LayerLinks, layerLinks } from '../layer-links'
import { isFollower, stageOf } from '../stages'
import { type Edited, placeOf, takenInstead, withLinked } from './edited'

/** Layers of a list that are one behind the other. */
type Run = readonly [LayerSpec, ...LayerSpec[]]

/**
 * Moves a layer one place along its way: a stage past its neighbour, what follows within its stage past the next layer.
 * Only where the way is a single one: past a point where branches part or meet it would be a different network.
 * @returns the network as it was where it cannot be moved
 */
export function moveLayer(model: ModelSpec, index: number, direction: 1 | -1): Edited {
  const moved = runAt(model.layers, index)
  const links = layerLinks(model.layers)
  const stays = moved === undefined ? undefined : neighbour(model.layers, links, moved, direction)
  if (moved === undefined || stays === undefined) return { model, index }
  const swapped = direction === 1 ? swap(model, moved, stays, 'left') : swap(model, stays, moved, 'right')
  return { model: swapped, index: placeOf(swapped.layers, model.layers[index]?.name) }
}

/** What moves with a layer: alone where it keeps the shape, else its stage. */
function runAt(layers: readonly LayerSpec[], index: number): Run | undefined {
  const layer = layers[index]
  if (layer === undefined || isFollower(layer)) return layer && [layer]
  return stageOf(layers, index)?.layers
}

function neighbour(
  layers: readonly LayerSpec[],
  { sources, readers }: LayerLinks,
  moved: Run,
  direction: 1 | -1
): Run | undefined {
  const first = placeOf(layers, moved[0].name)
  const end = first + moved.length - 1
  if (kindOf(moved[0]).merges) return undefined
  const beside = only(direction === 1 ? readers[end] : sources[first])
  const layer = beside === undefined ? undefined : layers[beside]
  if (beside === undefined || layer === undefined) return undefined
  const other = isFollower(moved[0]) ? ([layer] as const) : stageOf(layers, beside)?.layers
  const isOneWay = direction === 1 || only(readers[beside]) === first
  return other !== undefined && !kindOf(other[0]).merges && isOneWay ? other : undefined
}

function only(places: readonly number[] | undefined): number | undefined {
  return places?.length === 1 ? places[0] : undefined
}

/** @param moves which of the two leaves its place in the list */
function swap(model: ModelSpec, left: Run, right: Run, moves: 'left' | 'right'): ModelSpec {
  const layers = linkLayers(model.layers)
  const ends = { left: left[left.length - 1] ?? left[0], right: right[right.length - 1] ?? right[0] }
  const inputs = layers.find(({ name }) => name === left[0].name)?.inputs ?? []
  const linked = takenInstead(layers, ends.right.name, ends.left.name).map((layer) => {
    if (layer.name === right[0].name) return { ...layer, inputs }
    return layer.name === left[0].name ? { ...layer, inputs: [ends.right.name] } : layer
  })
  const run = moves === 'left' ? left : right
  const isMoved = ({ name }: LayerSpec): boolean => run.some((layer) => layer.name === name)
  const others = linked.filter((layer) => !isMoved(layer))
  const to = moves === 'left' ? placeOf(others, ends.right.name) + 1 : placeOf(others, left[0].name)
  return withLinked(model, [...others.slice(0, to), ...linked.filter(isMoved), ...others.slice(to)])
}
