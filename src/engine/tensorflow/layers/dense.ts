import { attribute } from '../graph/attribute'
import type { Graph, Output } from '../graph/graph'
import { compute, float, type LayerNodes } from './layer'

/** Fully connected: input [N, I], kernel [I, U], bias [U] -> output [N, U]. */
export function dense(graph: Graph, input: Output, [kernel = '', bias = '']: readonly Output[]): LayerNodes {
  const multiply = (a: Output, b: Output, transposed: { a?: boolean; b?: boolean }): Output =>
    graph.node('MatMul', [a, b], {
      ...float,
      transpose_a: attribute.bool(transposed.a ?? false),
      transpose_b: attribute.bool(transposed.b ?? false)
    })
  return {
    output: compute(graph, 'BiasAdd', multiply(input, kernel, {}), bias),
    backward: (outputGradient) => ({
      parameters: [
        multiply(input, outputGradient, { a: true }),
        compute(graph, 'BiasAddGrad', outputGradient)
      ],
      input: () => multiply(outputGradient, kernel, { b: true })
    })
  }
}
