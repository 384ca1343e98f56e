import { formatCount } from '../../../../core/format/format-number'
import { mostLayers } from '../../../../core/model/model-spec'
import { refused, shown } from '../../../checkpoint/invalid-checkpoint'
import type { GraphProto, NodeProto } from '../file/onnx_pb'

/** One layer takes up to a hundred operators where a program writes down how it works out its padding. */
const mostNodes = 64 * mostLayers

/** The operators whose outputs lead to one output of a graph. */
export interface LiveNodes {
  /** In the order of the file, in which each comes after those that it takes. */
  readonly nodes: readonly NodeProto[]
  /** By name of a value: the operators that take it. One that takes it twice is there twice. */
  readonly readers: ReadonlyMap<string, readonly NodeProto[]>
}

/** For people: `Operator Conv (conv1) in network.onnx`. */
export function nodeWords({ opType, name }: NodeProto, file: string): string {
  return `Operator ${shown(opType)}${name === '' ? '' : ` (${shown(name)})`} in ${file}`
}

/** @throws LabError 'checkpoint-invalid' for an operator that takes what none before it gives, or gives what is there */
export function liveNodes(
  { node, input, initializer }: Pick<GraphProto, 'node' | 'input' | 'initializer'>,
  output: string,
  file: string
): LiveNodes {
  if (node.length > mostNodes) {
    throw refused(`The network in ${file}`, `has more than ${formatCount(mostNodes)} operators`)
  }
  const known = new Set([...input, ...initializer].map(({ name }) => name))
  for (const one of node) {
    const unknown = one.input.find((name) => name !== '' && !known.has(name))
    if (unknown !== undefined) {
      throw refused(nodeWords(one, file), `takes ${shown(unknown)}, which no operator before it gives`)
    }
    for (const name of one.output) {
      if (name === '') continue
      if (known.has(name)) throw refused(nodeWords(one, file), `gives ${shown(name)}, which is there already`)
      known.add(name)
    }
  }
  if (!known.has(output))
    throw refused(`The network in ${file}`, `gives ${shown(output)}, which does not exist`)
  const needed = new Set([output])
  const live: NodeProto[] = []
  for (const one of [...node].reverse()) {
    if (!one.output.some((name) => needed.has(name))) continue
    live.push(one)
    for (const name of one.input) needed.add(name)
  }
  const nodes = live.reverse()
  return { nodes, readers: readersOf(nodes) }
}

function readersOf(nodes: readonly NodeProto[]): ReadonlyMap<string, readonly NodeProto[]> {
  const readers = new Map<string, NodeProto[]>()
  for (const node of nodes) {
    for (const name of node.input) {
      const list = readers.get(name)
      if (list === undefined) readers.set(name, [node])
      else list.push(node)
    }
  }
  return readers
}
