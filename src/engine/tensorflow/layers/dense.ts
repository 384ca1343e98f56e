import type { LayerShape } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { compute, floatType, type LayerInput, type LayerNodes } from './layer'

/** Fully connected: input [N, I], kernel [I, U], bias [U] -> output [N, U]. */
export function dense(_: LayerShape<'dense'>, graph: Graph, { input, parameters }: LayerInput): LayerNodes {
  const kernel = required(parameters[0], 'a kernel')
  const bias = required(parameters[1], 'a bias')
  const multiply = (a: NodeOutput, b: NodeOutput, transposed?: 'a' | 'b'): NodeOutput =>
    graph.node('MatMul', [a, b], {
      ...floatType,
      transpose_a: attribute.bool(transposed === 'a'),
      transpose_b: attribute.bool(transposed === 'b')
    })
  return {
    output: compute(graph, 'BiasAdd', multiply(input, kernel), bias),
    backward: (outputGradient) => ({
      parameters: () => [multiply(input, outputGradient, 'a'), compute(graph, 'BiasAddGrad', outputGradient)],
      input: () => multiply(outputGradient, kernel, 'b')
    })
  }
}
