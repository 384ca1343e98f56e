import type { LayerShape } from '../../../core/layers/layer-kinds'
import { type PoolingType, poolingWindows } from '../../../core/layers/pooling-window'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { floatType, type LayerInput, type LayerNodes, shapeOf } from './layer'

/** The largest value, or the mean, of each window: input [N, H, W, C] -> output [N, OH, OW, C]. */
export function pooling(
  shape: LayerShape<PoolingType>,
  graph: Graph,
  { input }: Pick<LayerInput, 'input'>
): LayerNodes {
  const { size, strides } = poolingWindows(shape)
  const attributes = {
    ...floatType,
    ksize: attribute.ints([1, ...size, 1]),
    strides: attribute.ints([1, ...strides, 1]),
    padding: attribute.text('VALID'),
    data_format: attribute.text('NHWC')
  }
  const { type } = shape.layer
  if (type === 'maxPool2d' || type === 'globalMaxPool2d') {
    const output = graph.node('MaxPool', [input], attributes)
    return {
      output,
      backward: (outputGradient) => ({
        input: () => graph.node('MaxPoolGrad', [input, output, outputGradient], attributes)
      })
    }
  }
  return {
    output: graph.node('AvgPool', [input], attributes),
    backward: (outputGradient) => ({
      input: () => graph.node('AvgPoolGrad', [shapeOf(graph, input), outputGradient], attributes)
    })
  }
}
