import { dropoutMask } from '../../../core/layers/dropout'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { compute, type LayerInput, type LayerNodes, type GraphPass, reshape, shapeOf } from './layer'

/**
 * While training, each value is multiplied by `scale` or 0, as its draw decides. [N, ...] -> [N, ...]
 * @param key place of the layer's key among those of the step
 */
export function dropout(
  { layer }: LayerShape<'dropout'>,
  graph: Graph,
  { input, pass, key }: LayerInput
): LayerNodes {
  if (pass.kind === 'predict') {
    return { output: input, backward: (gradient) => ({ input: () => gradient }) }
  }
  const { threshold, scale } = dropoutMask(layer.rate)
  const draws = graph.cast(layerDraws(graph, key, input, pass), 'uint32', 'float32')
  const kept = graph.node('GreaterEqual', [draws, graph.float(threshold)], {
    T: attribute.type('float32')
  })
  const scaled = compute(graph, 'Mul', graph.cast(kept, 'bool', 'float32'), graph.float(scale))
  const mask = reshape(graph, scaled, shapeOf(graph, input))
  return {
    output: compute(graph, 'Mul', input, mask),
    backward: (gradient) => ({ input: () => compute(graph, 'Mul', gradient, mask) })
  }
}

/** uint32[values in the input], each below 2^24: `layerDraw` of core/layers/layer-draws for all elements at once. */
function layerDraws(
  graph: Graph,
  index: number,
  input: NodeOutput,
  { layerKeys, elements }: Extract<GraphPass, { readonly kind: 'train' }>
): NodeOutput {
  const T = attribute.type('uint32')
  const xor = (a: NodeOutput, b: NodeOutput): NodeOutput => graph.node('BitwiseXor', [a, b], { T })
  const shift = (x: NodeOutput, bits: number): NodeOutput =>
    graph.node('RightShift', [x, graph.unsigned(bits)], { T })
  const times = (x: NodeOutput, factor: number): NodeOutput =>
    graph.node('Mul', [x, graph.unsigned(factor)], { T })
  const slice = (values: NodeOutput, begin: NodeOutput, size: NodeOutput): NodeOutput =>
    graph.node('Slice', [values, begin, size], { T: attribute.type('int32'), Index: attribute.type('int32') })
  const unsigned = (values: NodeOutput): NodeOutput =>
    graph.node('Bitcast', [values], { T: attribute.type('int32'), type: T })
  const key = (part: number): NodeOutput =>
    reshapeInts(graph, slice(layerKeys, graph.integers([index, part]), graph.integers([1, 1])))
  const size = graph.node('Size', [input], {
    T: attribute.type('float32'),
    out_type: attribute.type('int32')
  })
  let x = unsigned(slice(elements, graph.integers([0]), reshapeInts(graph, size)))
  x = xor(x, unsigned(key(0)))
  x = times(xor(x, shift(x, 16)), 0x7feb352d)
  x = times(xor(xor(x, shift(x, 15)), unsigned(key(1))), 0x846ca68b)
  return shift(xor(x, shift(x, 16)), 8)
}

/** -> int32[n] */
function reshapeInts(graph: Graph, values: NodeOutput): NodeOutput {
  return graph.node('Reshape', [values, graph.integers([-1])], {
    T: attribute.type('int32'),
    Tshape: attribute.type('int32')
  })
}
