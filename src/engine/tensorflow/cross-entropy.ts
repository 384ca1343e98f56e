import { attribute } from './graph/attribute'
import type { Graph, NodeOutput } from './graph/graph'
import { compute, floatType } from './layers/layer'

/** A batch's mean loss, f32[], and its gradient with respect to the scores, f32[N, classes]. */
interface LossNodes {
  readonly loss: NodeOutput
  readonly scoresGradient: NodeOutput
}

/** @param smoothing see `crossEntropy` in core/maths */
export function crossEntropy(
  graph: Graph,
  logits: NodeOutput,
  labels: NodeOutput,
  classes: number,
  smoothing: number
): LossNodes {
  const off = smoothing / classes
  const entropy =
    smoothing === 0
      ? graph.node('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], {
          ...floatType,
          Tlabels: attribute.type('int32')
        })
      : softmaxCrossEntropy(graph, logits, oneHot(graph, labels, classes, 1 - smoothing + off, off))
  const loss = graph.node('Mean', [entropy, graph.integers([0])], {
    ...floatType,
    Tidx: attribute.type('int32'),
    keep_dims: attribute.bool(false)
  })
  const size = graph.node('Size', [labels], {
    T: attribute.type('int32'),
    out_type: attribute.type('int32')
  })
  const images = graph.cast(size, 'int32', 'float32')
  return { loss, scoresGradient: compute(graph, 'RealDiv', `${entropy}:1`, images) }
}

/**
 * Of classes that count differently; see core/maths/weighted-targets. TensorFlow's gradient wants targets that add up to
 * 1, so they are divided by their sum, and loss and gradient multiplied with it.
 */
export function weightedCrossEntropy(
  graph: Graph,
  logits: NodeOutput,
  labels: NodeOutput,
  weights: readonly number[],
  smoothing: number
): LossNodes {
  const classes = weights.length
  const off = smoothing / classes
  const weigh = (targets: NodeOutput): NodeOutput => compute(graph, 'Mul', targets, graph.floats(weights))
  const targets = weigh(oneHot(graph, labels, classes, 1 - smoothing + off, off))
  const sums = total(graph, targets, [1], true)
  const entropy = softmaxCrossEntropy(graph, logits, compute(graph, 'RealDiv', targets, sums))
  const losses = compute(graph, 'Mul', entropy, total(graph, targets, [1], false))
  const weight = total(graph, weigh(oneHot(graph, labels, classes, 1, 0)), [0, 1], false)
  const gradient = compute(graph, 'Mul', `${entropy}:1`, sums)
  return {
    loss: compute(graph, 'RealDiv', total(graph, losses, [0], false), weight),
    scoresGradient: compute(graph, 'RealDiv', gradient, weight)
  }
}

/** f32[N], and as its second output the gradient of the scores. @param targets f32[N, classes] */
function softmaxCrossEntropy(graph: Graph, logits: NodeOutput, targets: NodeOutput): NodeOutput {
  return graph.node('SoftmaxCrossEntropyWithLogits', [logits, targets], floatType)
}

/** f32[N, classes] */
function oneHot(graph: Graph, labels: NodeOutput, classes: number, on: number, off: number): NodeOutput {
  return graph.node('OneHot', [labels, graph.integers(classes), graph.float(on), graph.float(off)], {
    ...floatType,
    TI: attribute.type('int32'),
    axis: attribute.int(-1)
  })
}

function total(graph: Graph, values: NodeOutput, axes: readonly number[], keeps: boolean): NodeOutput {
  return graph.node('Sum', [values, graph.integers(axes)], {
    ...floatType,
    Tidx: attribute.type('int32'),
    keep_dims: attribute.bool(keeps)
  })
}
