import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import { geluTanhConstants } from '../../core/layers/gelu-tanh'
import { imageSource } from '../../core/layers/layer-kind'
import { foreignLayer } from './foreign-layer'
import type { KerasNode } from './keras-node'

interface Nodes {
  readonly nodes: readonly KerasNode[]
  /** Place of the one that gives the scores. */
  readonly output: number
}

/**
 * Keras has no name for GELU’s tanh form, so that files put it together: x * sigmoid(2 scale (x + cubic x^3)). It becomes one
 * node again.
 */
export function fuseGeluTanh<G extends Nodes>(graph: G): G {
  const found = new Map<number, Found>()
  const inner = new Set<number>()
  const readers = countReaders(graph)
  graph.nodes.forEach((_, at) => {
    const match = matchAt(graph.nodes, readers, at)
    if (match === undefined) return
    found.set(at, match)
    for (const place of match.inner) inner.add(place)
  })
  if (found.size === 0) return graph
  const places = new Map<number, number>([[imageSource, imageSource]])
  const placeOf = (source: number): number => required(places.get(source), 'a node before')
  const nodes: KerasNode[] = []
  graph.nodes.forEach((node, at) => {
    if (inner.has(at)) return
    const match = found.get(at)
    const fused =
      match === undefined
        ? { ...node, sources: node.sources.map(placeOf) }
        : {
            ...node,
            class_name: 'Activation',
            config: { name: node.config['name'], activation: 'gelu_new' },
            sources: [placeOf(match.x)]
          }
    places.set(at, nodes.push(fused) - 1)
  })
  return { ...graph, nodes, output: placeOf(graph.output) }
}

interface Found {
  readonly x: number
  /** Places of the nodes that nothing else takes. */
  readonly inner: readonly number[]
}

function matchAt(nodes: readonly KerasNode[], readers: readonly number[], at: number): Found | undefined {
  /** The node, if it is of that class, and if nothing but this takes it. */
  const own = (place: number | undefined, className: string): KerasNode | undefined => {
    const node = place === undefined ? undefined : nodes[place]
    return node?.class_name === className && (place === at || readers[place ?? -1] === 1) ? node : undefined
  }
  /** The other one of two inputs. */
  const beside = (node: KerasNode | undefined, x: number): number | undefined => {
    const [a, b, ...others] = node?.sources ?? []
    if (a === undefined || b === undefined || others.length > 0) return undefined
    return a === x ? b : b === x ? a : undefined
  }
  const rescaled = (place: number | undefined, factor: number): number | undefined => {
    const node = own(place, 'Rescaling')
    const read = plainRescaling.safeParse(node?.config).data
    return read !== undefined && Math.abs(read.scale - factor) <= 1e-6 * factor ? node?.sources[0] : undefined
  }
  const product = own(at, 'Multiply')
  for (const x of new Set(product?.sources ?? [])) {
    const share = beside(product, x)
    const activation = own(share, 'Activation')
    if (foreignLayer.activation.safeParse(activation?.config).data?.activation !== 'sigmoid') continue
    const scaled = activation?.sources[0]
    const sum = rescaled(scaled, 2 * geluTanhConstants.scale)
    const part = beside(own(sum, 'Add'), x)
    const cube = rescaled(part, geluTanhConstants.cubic)
    const square = beside(own(cube, 'Multiply'), x)
    if (square === undefined || beside(own(square, 'Multiply'), x) !== x) continue
    return { x, inner: [share, scaled, sum, part, cube, square].flatMap((place) => place ?? []) }
  }
  return undefined
}

const plainRescaling = z.object({ scale: z.number(), offset: z.literal(0).default(0) })

/** By place, how often a node is taken; once more where it gives the scores. */
function countReaders({ nodes, output }: Nodes): readonly number[] {
  const counts = nodes.map((_, at): number => (at === output ? 1 : 0))
  for (const { sources } of nodes) {
    for (const source of new Set(sources)) {
      if (source !== imageSource) counts[source] = (counts[source] ?? 0) + 1
    }
  }
  return counts
}
