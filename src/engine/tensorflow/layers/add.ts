import type { LayerShape } from '../../../core/layers/layer-kinds'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { floatType, type LayerInput, type LayerNodes } from './layer'

/** The sum of inputs of one shape: [N, ...], [N, ...] -> [N, ...] */
export function add(_: LayerShape<'add'>, graph: Graph, { inputs }: LayerInput): LayerNodes {
  return {
    output: graph.node('AddN', inputs, { ...floatType, N: attribute.int(inputs.length) }),
    backward: (outputGradient) => ({ input: () => outputGradient })
  }
}
