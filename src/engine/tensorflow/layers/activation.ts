import type { LayerShape } from '../../../core/layers/layer-kinds'
import type { Graph } from '../graph/graph'
import { compute, type LayerInput, type LayerNodes } from './layer'

/** TensorFlow's names: the function, its gradient, and in which order the gradient wants (output, its gradient). */
const operations = {
  relu: { forward: 'Relu', backward: 'ReluGrad', gradientFirst: true },
  tanh: { forward: 'Tanh', backward: 'TanhGrad', gradientFirst: false },
  sigmoid: { forward: 'Sigmoid', backward: 'SigmoidGrad', gradientFirst: false }
} as const

/** Element by element: input [N, ...] -> output [N, ...]. */
export function activation(
  { layer }: LayerShape<keyof typeof operations>,
  graph: Graph,
  { input }: LayerInput
): LayerNodes {
  const { forward, backward, gradientFirst } = operations[layer.type]
  const output = compute(graph, forward, input)
  return {
    output,
    backward: (outputGradient) => ({
      parameters: [],
      input: () =>
        gradientFirst
          ? compute(graph, backward, outputGradient, output)
          : compute(graph, backward, output, outputGradient)
    })
  }
}
