import { required } from '../../../core/base/required'
import { imageInput } from '../../../core/layers/layer-base'
import type { WrittenLayer } from '../../checkpoint/written-layers'

/**
 * The layers in the order in which Keras has them once it has read the network, which is that of the weights in its files:
 * those furthest from the scores first, and those as far in the order in which a walk from the scores meets them.
 */
export function kerasOrder(layers: readonly WrittenLayer[]): readonly WrittenLayer[] {
  const named = new Map(layers.map((layer) => [layer.config.name, layer]))
  const { met, finished } = walk(named, required(layers.at(-1), 'a last layer').config.name)
  const depths = new Map<string, number>()
  for (const name of [...finished].reverse()) {
    const depth = depths.get(name) ?? 0
    depths.set(name, depth)
    for (const input of named.get(name)?.inputs ?? [])
      depths.set(input, Math.max(depth + 1, depths.get(input) ?? 0))
  }
  const depthOf = ({ config }: WrittenLayer): number => required(depths.get(config.name), 'a depth')
  const metAt = ({ config }: WrittenLayer): number => required(met.get(config.name), 'a place')
  return [...layers].sort((a, b) => depthOf(b) - depthOf(a) || metAt(a) - metAt(b))
}

/** From the scores back to the image, without recursion: a network may have a thousand layers. */
function walk(
  named: ReadonlyMap<string, WrittenLayer>,
  scores: string
): { readonly met: ReadonlyMap<string, number>; readonly finished: readonly string[] } {
  const met = new Map([[scores, 0]])
  const finished: string[] = []
  const open = [{ name: scores, next: 0 }]
  for (;;) {
    const top = open.at(-1)
    if (top === undefined) return { met, finished }
    const input = named.get(top.name)?.inputs[top.next++]
    if (input === undefined) {
      finished.push(top.name)
      open.pop()
    } else if (!met.has(input)) {
      met.set(input, met.size)
      if (input !== imageInput) open.push({ name: input, next: 0 })
    }
  }
}
