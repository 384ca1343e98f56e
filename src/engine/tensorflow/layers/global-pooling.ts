import type { LayerShape } from '../../../core/layers/layer-kinds'
import { volume } from '../../../core/layers/shape'
import type { Graph } from '../graph/graph'
import { type LayerInput, type LayerNodes, reshape, shapeOf } from './layer'
import { pooling } from './pooling'

/** The largest value, or the mean, of each map: input [N, H, W, C] -> output [N, C]. */
export function globalPooling(
  shape: LayerShape<'globalMaxPool2d' | 'globalAveragePool2d'>,
  graph: Graph,
  input: LayerInput
): LayerNodes {
  const pooled = pooling(shape, graph, input)
  return {
    output: reshape(graph, pooled.output, graph.integers([-1, volume(shape.output)])),
    backward: (outputGradient) =>
      pooled.backward(reshape(graph, outputGradient, shapeOf(graph, pooled.output)))
  }
}
