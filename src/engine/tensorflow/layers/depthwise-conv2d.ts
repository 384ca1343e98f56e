import type { LayerShape } from '../../../core/layers/layer-kinds'
import { spatialShape } from '../../../core/layers/shape'
import { required } from '../../../core/base/required'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { compute, floatType, type LayerInput, type LayerNodes, shapeOf } from './layer'
import { zeroFrame } from './zero-frame'

/** Each channel by itself: input [N, H, W, C], kernel [KH, KW, C, M], bias [C * M] -> output [N, OH, OW, C * M]. */
export function depthwiseConv2d(
  { layer, input: inputShape, parameters: shapes }: LayerShape<'depthwiseConv2d'>,
  graph: Graph,
  { input, parameters }: LayerInput
): LayerNodes {
  const kernel = required(parameters[0], 'a kernel')
  const bias = required(parameters[1], 'a bias')
  const kernelShape = required(shapes[0], 'the shape of a kernel').shape
  const [vertical, horizontal] = layer.padding
  const [down, across] = layer.strides
  // The operation takes one stride for both directions. Where they differ, it computes all pixels, and some are taken.
  const stride = down === across ? down : 1
  const attributes = {
    ...floatType,
    strides: attribute.ints([1, stride, stride, 1]),
    // It pads nothing itself: with explicit padding TensorFlow 2.9 ends the process.
    padding: attribute.text('VALID'),
    data_format: attribute.text('NHWC'),
    dilations: attribute.ints([1, 1, 1, 1])
  }
  const framed =
    vertical > 0 || horizontal > 0
      ? zeroFrame(graph, input, spatialShape(inputShape), [
          [vertical, vertical],
          [horizontal, horizontal]
        ])
      : undefined
  const images = framed?.output ?? input
  const all = graph.node('DepthwiseConv2dNative', [images, kernel], attributes)
  const taken = stride === down && stride === across ? undefined : everyPixel(graph, all, down, across)
  return {
    output: compute(graph, 'BiasAdd', taken?.output ?? all, bias),
    backward: (outputGradient) => {
      const gradient = taken?.backward(outputGradient) ?? outputGradient
      return {
        parameters: () => [
          graph.node(
            'DepthwiseConv2dNativeBackpropFilter',
            [images, graph.integers(kernelShape), gradient],
            attributes
          ),
          compute(graph, 'BiasAddGrad', outputGradient)
        ],
        input: () => {
          const passed = graph.node(
            'DepthwiseConv2dNativeBackpropInput',
            [shapeOf(graph, images), kernel, gradient],
            attributes
          )
          return framed?.backward(passed) ?? passed
        }
      }
    }
  }
}

/** Pixels `down` rows and `across` columns apart: [N, H, W, C] -> [N, OH, OW, C]. */
function everyPixel(
  graph: Graph,
  pixels: NodeOutput,
  down: number,
  across: number
): Pick<LayerNodes, 'output'> & { readonly backward: (gradient: NodeOutput) => NodeOutput } {
  const zeros = graph.integers([0, 0, 0, 0])
  const steps = graph.integers([1, down, across, 1])
  // Bits of the dimensions whose begin and end stand for all of it.
  const whole = attribute.int(0b1111)
  const none = attribute.int(0)
  const attributes = {
    ...floatType,
    Index: attribute.type('int32'),
    begin_mask: whole,
    end_mask: whole,
    ellipsis_mask: none,
    new_axis_mask: none,
    shrink_axis_mask: none
  }
  return {
    output: graph.node('StridedSlice', [pixels, zeros, zeros, steps], attributes),
    backward: (gradient) =>
      graph.node('StridedSliceGrad', [shapeOf(graph, pixels), zeros, zeros, steps, gradient], attributes)
  }
}
