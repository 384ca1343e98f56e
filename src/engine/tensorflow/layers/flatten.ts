import { volume } from '../../../core/layers/shape'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import type { Graph } from '../graph/graph'
import { type LayerInput, type LayerNodes, reshape, shapeOf } from './layer'

/** [N, H, W, C] -> [N, H*W*C]. */
export function flatten(shape: LayerShape<'flatten'>, graph: Graph, { input }: LayerInput): LayerNodes {
  return {
    output: reshape(graph, input, graph.integers([-1, volume(shape.input)])),
    backward: (outputGradient) => ({
      input: () => reshape(graph, outputGradient, shapeOf(graph, input))
    })
  }
}
