import { clipEpsilon } from '../../core/maths/clip-factor'
import { attribute } from './graph/attribute'
import type { Graph, NodeOutput } from './graph/graph'
import { compute, floatType, reshape } from './layers/layer'

/** The gradients of a step, scaled down to the norm that they may have together; see core/maths/clip-factor. */
export function clipped(graph: Graph, gradients: readonly NodeOutput[], clipNorm: number): NodeOutput[] {
  // AddN refuses to add up nothing.
  if (gradients.length === 0) return []
  const squares = gradients.map((gradient) =>
    graph.node(
      'Sum',
      [reshape(graph, compute(graph, 'Square', gradient), graph.integers([-1])), graph.integers([0])],
      { ...floatType, Tidx: attribute.type('int32'), keep_dims: attribute.bool(false) }
    )
  )
  const total = graph.node('AddN', squares, { ...floatType, N: attribute.int(squares.length) })
  const norm = compute(graph, 'AddV2', compute(graph, 'Sqrt', total), graph.float(clipEpsilon))
  const share = compute(graph, 'RealDiv', graph.float(clipNorm), norm)
  const factor = compute(graph, 'Minimum', share, graph.float(1))
  return gradients.map((gradient) => compute(graph, 'Mul', gradient, factor))
}
