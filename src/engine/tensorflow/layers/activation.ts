import { geluTanhConstants } from '../../../core/layers/gelu-tanh'
import type { ActivationType, LayerShape, LayerSpec } from '../../../core/layers/layer-kinds'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { compute, floatType, type LayerInput, type LayerNodes } from './layer'

/** The nodes of an activation: its output, and the gradient of its input given that of its output. */
interface ActivationNodes {
  readonly output: NodeOutput
  readonly backward: (outputGradient: NodeOutput) => NodeOutput
}

/** Operations of TensorFlow that take (output, gradient), in this order or the other. */
function builtIn(forward: string, backward: string, gradientFirst: boolean) {
  return (graph: Graph, x: NodeOutput): ActivationNodes => {
    const output = compute(graph, forward, x)
    return {
      output,
      backward: (dy) =>
        gradientFirst ? compute(graph, backward, dy, output) : compute(graph, backward, output, dy)
    }
  }
}

/** y = x * share(x), whose derivative is share + x * share'. @param slope of the share */
function weighted(graph: Graph, x: NodeOutput, share: NodeOutput, slope: () => NodeOutput): ActivationNodes {
  return {
    output: compute(graph, 'Mul', x, share),
    backward: (dy) =>
      compute(graph, 'Mul', dy, compute(graph, 'AddV2', share, compute(graph, 'Mul', x, slope())))
  }
}

type Writer<T extends ActivationType> = (graph: Graph, x: NodeOutput, layer: LayerSpec<T>) => ActivationNodes

const writers: { readonly [T in ActivationType]: Writer<T> } = {
  relu: builtIn('Relu', 'ReluGrad', true),
  relu6: builtIn('Relu6', 'Relu6Grad', true),
  tanh: builtIn('Tanh', 'TanhGrad', false),
  sigmoid: builtIn('Sigmoid', 'SigmoidGrad', false),
  scale: (graph, x, { factor }) => {
    const scaled = (value: NodeOutput): NodeOutput => compute(graph, 'Mul', value, graph.float(factor))
    return { output: scaled(x), backward: scaled }
  },
  leakyRelu: (graph, x, { slope }) => {
    const alpha = { ...floatType, alpha: attribute.float(slope) }
    const output = graph.node('LeakyRelu', [x], alpha)
    // The gradient asks for the sign alone, which the output has too; asking for x would keep TensorFlow from fusing.
    return { output, backward: (dy) => graph.node('LeakyReluGrad', [dy, output], alpha) }
  },
  silu: (graph, x) => {
    const share = compute(graph, 'Sigmoid', x)
    return weighted(graph, x, share, () => logisticSlope(graph, share))
  },
  // Phi(x) = erfc(-x / sqrt(2)) / 2, whose slope is the normal distribution's density.
  gelu: (graph, x) => {
    const scaled = (value: NodeOutput, factor: number): NodeOutput =>
      compute(graph, 'Mul', value, graph.float(factor))
    const share = scaled(compute(graph, 'Erfc', scaled(x, -Math.SQRT1_2)), 0.5)
    return weighted(graph, x, share, () =>
      scaled(compute(graph, 'Exp', scaled(compute(graph, 'Square', x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
    )
  },
  geluTanh: (graph, x) => {
    const { scale, cubic } = geluTanhConstants
    const square = compute(graph, 'Square', x)
    const inner = (factor: number): NodeOutput =>
      compute(
        graph,
        'Mul',
        graph.float(2 * scale),
        compute(graph, 'AddV2', graph.float(1), compute(graph, 'Mul', square, graph.float(factor)))
      )
    const share = compute(graph, 'Sigmoid', compute(graph, 'Mul', x, inner(cubic)))
    return weighted(graph, x, share, () =>
      compute(graph, 'Mul', logisticSlope(graph, share), inner(3 * cubic))
    )
  }
}

/** y (1 - y) */
function logisticSlope(graph: Graph, y: NodeOutput): NodeOutput {
  return compute(graph, 'Mul', y, compute(graph, 'Sub', graph.float(1), y))
}

/** Element by element: input [N, ...] -> output [N, ...]. */
export function activation<T extends ActivationType>(
  { layer }: LayerShape<T>,
  graph: Graph,
  { input }: LayerInput
): LayerNodes {
  const { output, backward } = writers[layer.type](graph, input, layer)
  return {
    output,
    backward: (outputGradient) => ({ input: () => backward(outputGradient) })
  }
}
