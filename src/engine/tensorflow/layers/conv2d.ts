import type { LayerShape } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { compute, floatType, type LayerInput, type LayerNodes, shapeOf } from './layer'

/** Cross-correlation: input [N, H, W, C], kernel [KH, KW, C, F], bias [F] -> output [N, OH, OW, F]. */
export function conv2d(
  { layer, parameters: shapes }: LayerShape<'conv2d'>,
  graph: Graph,
  { input, parameters }: LayerInput
): LayerNodes {
  const kernel = required(parameters[0], 'a kernel')
  const bias = required(parameters[1], 'a bias')
  const kernelShape = required(shapes[0], 'the shape of a kernel').shape
  const [vertical, horizontal] = layer.padding
  const padded = vertical > 0 || horizontal > 0
  const attributes = {
    ...floatType,
    strides: attribute.ints([1, ...layer.strides, 1]),
    padding: attribute.text(padded ? 'EXPLICIT' : 'VALID'),
    // For each dimension, before and after.
    ...(padded && {
      explicit_paddings: attribute.ints([0, 0, vertical, vertical, horizontal, horizontal, 0, 0])
    }),
    data_format: attribute.text('NHWC'),
    dilations: attribute.ints([1, 1, 1, 1])
  }
  return {
    output: compute(graph, 'BiasAdd', graph.node('Conv2D', [input, kernel], attributes), bias),
    backward: (outputGradient) => ({
      parameters: () => [
        graph.node('Conv2DBackpropFilter', [input, graph.integers(kernelShape), outputGradient], attributes),
        compute(graph, 'BiasAddGrad', outputGradient)
      ],
      input: () =>
        graph.node('Conv2DBackpropInput', [shapeOf(graph, input), kernel, outputGradient], attributes)
    })
  }
}
