import { differingFields } from '../base/differing-fields'
import { formatCount } from '../format/format-number'
import type { LayerSpec } from '../layers/layer-kinds'
import { layerLine } from '../layers/layer-line'
import type { ModelSpec } from '../model/model-spec'

/** Layers that are told; of the others, how many there are. */
const mostTold = 2

interface Sides {
  readonly from: string
  readonly to: string
}

/** What two networks that differ differ in, the first layers of it: `conv1 starts as the identity`. */
export function networkDifferences(from: ModelSpec, to: ModelSpec): Sides {
  if (from.inputShape.join() !== to.inputShape.join())
    return { from: `${from.inputShape.join(' × ')} images`, to: `${to.inputShape.join(' × ')} images` }
  const names = new Set([...from.layers, ...to.layers].map(({ name }) => name))
  const differing = [...names].flatMap((name): Sides[] => {
    const [one, other] = [from, to].map(({ layers }) => layers.find((layer) => layer.name === name))
    if (differingFields(one, other).length === 0) return []
    return [{ from: sideOf(name, one, other), to: sideOf(name, other, one) }]
  })
  if (differing.length === 0) return { from: orderOf(from, to), to: orderOf(to, from) }
  const more = differing.length - mostTold
  const told = (side: 'from' | 'to'): string =>
    [
      ...differing.slice(0, mostTold).map((sides) => sides[side]),
      ...(more > 0 ? [`${formatCount(more)} more`] : [])
    ].join('; ')
  return { from: told('from'), to: told('to') }
}

/** A layer as it differs from another of its name: in its line, else in settings that its line does not give. */
function sideOf(name: string, own: LayerSpec | undefined, other: LayerSpec | undefined): string {
  if (own === undefined) return `no ${name}`
  if (other === undefined || layerLine(own) !== layerLine(other)) return `${name}: ${layerLine(own)}`
  const settings = Object.entries(own).flatMap(([key, value]) =>
    differingFields(value, Object.entries(other).find(([one]) => one === key)?.[1]).length > 0
      ? [`${key} ${String(value)}`]
      : []
  )
  return `${name}: ${[layerLine(own), ...settings].join(', ')}`
}

/** The first layer at whose place the other has another. */
function orderOf(own: ModelSpec, other: ModelSpec): string {
  const at = own.layers.findIndex(({ name }, i) => other.layers[i]?.name !== name)
  return `layer ${at + 1} is ${own.layers[at]?.name ?? 'missing'}`
}
