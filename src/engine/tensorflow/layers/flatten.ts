import type { Graph, Output } from '../graph/graph'
import { type LayerNodes, reshape, shapeOf } from './layer'

/** [N, H, W, C] -> [N, H*W*C]. */
export function flatten(graph: Graph, input: Output, features: number): LayerNodes {
  return {
    output: reshape(graph, input, graph.integers([-1, features])),
    backward: (outputGradient) => ({
      parameters: [],
      input: () => reshape(graph, outputGradient, shapeOf(graph, input))
    })
  }
}
