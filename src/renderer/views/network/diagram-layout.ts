import { extent } from '../../../core/maths/extent'
import type { LayerLinks } from '../../state/model/layer-links'
import { type Stage, stageEnd } from '../../state/model/stages'

/** Where a column stands: the image is node 0, the stages follow in order. */
export interface DiagramNode {
  /** How many columns are on the longest way to it. */
  readonly column: number
  /** Row: the longest way through the network is in row 0, the others below it. */
  readonly lane: number
}

export interface DiagramEdge {
  readonly from: number
  readonly to: number
  /** Line above the lane of its source on which it passes the columns between; undefined where none are in its way. */
  readonly track: number | undefined
}

export interface DiagramLayout {
  readonly nodes: readonly DiagramNode[]
  readonly edges: readonly DiagramEdge[]
  /** Of each lane, how many lines pass above it. */
  readonly tracks: readonly number[]
}

/** Lays out a network with branches: columns from left to right by depth, branches in lanes below one another. */
export function diagramLayout(stages: readonly Stage[], links: LayerLinks): DiagramLayout {
  const sources = sourcesOf(stages, links)
  const columns: number[] = []
  for (const own of sources) {
    columns.push(columns.length === 0 ? 0 : 1 + extent([0, ...own.map((node) => columns[node] ?? 0)]).max)
  }
  const lanes = lanesOf(sources, columns)
  const nodes = columns.map((column, node): DiagramNode => ({ column, lane: lanes[node] ?? 0 }))
  return { nodes, ...edgesOf(nodes, sources) }
}

/** The nodes that each node takes something from. */
function sourcesOf(stages: readonly Stage[], { sources }: LayerLinks): readonly (readonly number[])[] {
  const nodeAt = (place: number): number => 1 + stages.findIndex((stage) => place <= stageEnd(stage))
  return [[], ...stages.map(({ first }) => [...new Set((sources[first] ?? []).map(placeToNode))])]

  function placeToNode(place: number): number {
    return place < 0 ? 0 : nodeAt(place)
  }
}

function lanesOf(sources: readonly (readonly number[])[], columns: readonly number[]): readonly number[] {
  const lanes = new Map<number, number>()
  const columnOf = (node: number): number => columns[node] ?? 0
  for (let node: number | undefined = sources.length - 1; node !== undefined;) {
    lanes.set(node, 0)
    const own: readonly number[] = sources[node] ?? []
    node = own.reduce<number | undefined>(
      (deepest, one) => (deepest === undefined || columnOf(one) > columnOf(deepest) ? one : deepest),
      undefined
    )
  }
  const readersOf = (node: number): number[] =>
    sources.flatMap((own, reader) => (own.includes(node) ? [reader] : []))
  /** Of each lane below the first, the columns that are taken, its lines included. */
  const taken: (readonly [from: number, to: number])[][] = []
  sources.forEach((_, start) => {
    if (lanes.has(start)) return
    const branch = [start]
    let end = start
    for (;;) {
      const next = readersOf(end).find((reader) => !lanes.has(reader) && !branch.includes(reader))
      if (next === undefined) break
      branch.push(next)
      end = next
    }
    const span = [
      columnOf(start),
      extent([columnOf(end), ...readersOf(end).map((reader) => columnOf(reader) - 1)]).max
    ] as const
    const free = taken.findIndex((spans) => spans.every(([from, to]) => to < span[0] || from > span[1]))
    const lane = free === -1 ? taken.length : free
    taken[lane] = [...(taken[lane] ?? []), span]
    for (const node of branch) lanes.set(node, lane + 1)
  })
  return sources.map((_, node) => lanes.get(node) ?? 0)
}

function edgesOf(
  nodes: readonly DiagramNode[],
  sources: readonly (readonly number[])[]
): Pick<DiagramLayout, 'edges' | 'tracks'> {
  const lines = sources.flatMap((own, to) => own.map((from) => ({ from, to })))
  const columnOf = (node: number): number => nodes[node]?.column ?? 0
  const laneOf = (node: number): number => nodes[node]?.lane ?? 0
  const length = ({ from, to }: (typeof lines)[number]): number => columnOf(to) - columnOf(from)
  const tracks = Array.from({ length: 1 + extent(nodes.map(({ lane }) => lane)).max }, () => 0)
  const placed: DiagramEdge[] = []
  // Short lines lie below long ones, so that a block's own shortcut is next to it.
  for (const line of [...lines].sort((a, b) => length(a) - length(b))) {
    const [from, to] = [columnOf(line.from), columnOf(line.to)]
    const lane = laneOf(line.from)
    const isBlocked = nodes.some((node) => node.lane === lane && node.column > from && node.column < to)
    let track: number | undefined
    if (isBlocked) {
      const inTheWay = placed.filter(
        (other) =>
          other.from !== line.from &&
          laneOf(other.from) === lane &&
          columnOf(other.from) < to &&
          columnOf(other.to) > from
      )
      track = 0
      while (inTheWay.some((other) => other.track === track)) track += 1
      tracks[lane] = Math.max(tracks[lane] ?? 0, track + 1)
    }
    placed.push({ ...line, track })
  }
  return { edges: placed, tracks }
}
