import { z } from '../base/schema'
import { freeLayerName } from '../layers/free-layer-name'
import { isLayerType } from '../layers/layer-kinds'

const record = z.record(z.string(), z.unknown())
const list = z.array(z.unknown())
const named = z.object({ name: z.string() })

/** A network that a person wrote, still to be parsed, with names for the layers that have none: conv1, fc2. */
export function namedLayers(written: unknown): unknown {
  const model = record.safeParse(written).data
  const layers = list.safeParse(model?.['layers']).data
  if (layers === undefined) return written
  const taken = new Set(layers.flatMap((layer) => named.safeParse(layer).data?.name ?? []))
  return { ...model, layers: layers.map((layer) => withName(layer, taken)) }
}

function withName(written: unknown, taken: Set<string>): unknown {
  const layer = record.safeParse(written).data
  const type = layer?.['type']
  if (layer === undefined || 'name' in layer || typeof type !== 'string' || !isLayerType(type)) return written
  const name = freeLayerName(type, taken)
  taken.add(name)
  return { ...layer, name }
}
