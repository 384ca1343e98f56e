import type { MatrixSides } from '../../core/layers/matrix-sides'
import { newtonSchulz } from '../../core/maths/orthogonalise'
import { attribute } from './graph/attribute'
import type { Graph, NodeOutput } from './graph/graph'
import { compute, floatType, reshape } from './layers/layer'

/** `orthogonalise` of core/maths. @param values of any shape that ends in the outputs @returns [inputs, outputs] */
export function orthogonalise(
  graph: Graph,
  values: NodeOutput,
  { inputs, outputs }: MatrixSides
): NodeOutput {
  const { rounds, smallestNorm } = newtonSchulz
  const a = graph.float(newtonSchulz.a)
  const b = graph.float(newtonSchulz.b)
  const c = graph.float(newtonSchulz.c)
  const wide = inputs <= outputs
  const product = (left: NodeOutput, right: NodeOutput, transposed?: 'left' | 'right'): NodeOutput =>
    graph.node('MatMul', [left, right], {
      ...floatType,
      transpose_a: attribute.bool(transposed === 'left'),
      transpose_b: attribute.bool(transposed === 'right')
    })
  const times = (factor: NodeOutput, values: NodeOutput): NodeOutput => compute(graph, 'Mul', values, factor)
  const matrix = reshape(graph, values, graph.integers([inputs, outputs]))
  const squares = graph.node('Sum', [compute(graph, 'Square', matrix), graph.integers([0, 1])], {
    ...floatType,
    Tidx: attribute.type('int32'),
    keep_dims: attribute.bool(false)
  })
  const norm = compute(graph, 'Maximum', compute(graph, 'Sqrt', squares), graph.float(smallestNorm))
  let x = compute(graph, 'RealDiv', matrix, norm)
  for (let round = 0; round < rounds; round++) {
    // Of the two products of a matrix with itself, the smaller one.
    const gram = wide ? product(x, x, 'right') : product(x, x, 'left')
    const mix = compute(graph, 'AddV2', times(b, gram), times(c, product(gram, gram)))
    x = compute(graph, 'AddV2', times(a, x), wide ? product(mix, x) : product(x, mix))
  }
  return x
}
