import { channelCount } from '../../../core/layers/shape'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { compute, floatType, type LayerInput, type LayerNodes, reshape, shapeOf } from './layer'

/** Batch normalisation over the last dimension: [..., C] -> [..., C]. TensorFlow's operation knows images only. */
export function batchNorm(
  { layer, input: shape }: LayerShape<'batchNorm'>,
  graph: Graph,
  { input, parameters, pass }: LayerInput
): LayerNodes {
  const gamma = required(parameters[0], 'gamma')
  const beta = required(parameters[1], 'beta')
  const movingMean = required(parameters[2], 'a moving mean')
  const movingVariance = required(parameters[3], 'a moving variance')
  const channels = channelCount(shape)
  const asImages = (values: NodeOutput): NodeOutput =>
    shape.length === 3 ? values : reshape(graph, values, graph.integers([-1, 1, 1, channels]))
  const asInput = (values: NodeOutput): NodeOutput =>
    shape.length === 3 ? values : reshape(graph, values, shapeOf(graph, input))
  const trains = pass.kind === 'train'
  const attributes = {
    ...floatType,
    U: attribute.type('float32'),
    epsilon: attribute.float(layer.epsilon),
    data_format: attribute.text('NHWC'),
    is_training: attribute.bool(trains)
  }
  const images = asImages(input)
  const none = (): NodeOutput => graph.node('Const', [], emptyVector)
  const [mean, variance] = trains ? [none(), none()] : [movingMean, movingVariance]
  const normalised = graph.node('FusedBatchNormV3', [images, gamma, beta, mean, variance], {
    ...attributes,
    exponential_avg_factor: attribute.float(1)
  })
  // The batch's own statistics, the variance unbiased.
  const blend = (moving: NodeOutput, found: NodeOutput): NodeOutput =>
    compute(
      graph,
      'AddV2',
      compute(graph, 'Mul', moving, graph.float(1 - layer.momentum)),
      compute(graph, 'Mul', found, graph.float(layer.momentum))
    )
  return {
    output: asInput(normalised),
    ...(trains && {
      moved: [blend(movingMean, `${normalised}:1`), blend(movingVariance, `${normalised}:2`)]
    }),
    backward: (outputGradient) => {
      const gradient = graph.node(
        'FusedBatchNormGradV3',
        [asImages(outputGradient), images, gamma, ...[3, 4, 5].map((i) => `${normalised}:${i}`)],
        attributes
      )
      return { parameters: () => [`${gradient}:1`, `${gradient}:2`], input: () => asInput(gradient) }
    }
  }
}

const emptyVector = {
  dtype: attribute.type('float32'),
  value: attribute.floats([0], new Float32Array(0))
}
