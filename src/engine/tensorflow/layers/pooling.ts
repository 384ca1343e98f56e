import type { LayerShape } from '../../../core/layers/layer-kinds'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { floatType, type LayerInput, type LayerNodes, shapeOf } from './layer'

/** The largest value, or the mean, of each window: input [N, H, W, C] -> output [N, OH, OW, C]. */
export function pooling(
  { layer }: LayerShape<'maxPool2d' | 'averagePool2d'>,
  graph: Graph,
  { input }: LayerInput
): LayerNodes {
  const attributes = {
    ...floatType,
    ksize: attribute.ints([1, ...layer.poolSize, 1]),
    strides: attribute.ints([1, ...layer.strides, 1]),
    padding: attribute.text('VALID'),
    data_format: attribute.text('NHWC')
  }
  if (layer.type === 'maxPool2d') {
    const output = graph.node('MaxPool', [input], attributes)
    return {
      output,
      backward: (outputGradient) => ({
        parameters: [],
        input: () => graph.node('MaxPoolGrad', [input, output, outputGradient], attributes)
      })
    }
  }
  return {
    output: graph.node('AvgPool', [input], attributes),
    backward: (outputGradient) => ({
      parameters: [],
      input: () => graph.node('AvgPoolGrad', [shapeOf(graph, input), outputGradient], attributes)
    })
  }
}
