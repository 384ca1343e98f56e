import { attribute } from '../graph/attribute'
import type { Graph, Output } from '../graph/graph'
import type { Message } from '../graph/protobuf'

/** One layer's forward pass in the graph, and how its gradients are added. Activations: [N, height, width, channels]. */
export interface LayerNodes {
  readonly output: Output
  /** New values of the parameters that are not trainable, in their order. */
  readonly moved?: readonly Output[]
  backward(outputGradient: Output): BackwardNodes
}

export interface BackwardNodes {
  /** Gradients of the layer's trainable parameters, in their order. */
  readonly parameters: readonly Output[]
  /** Added only where it is asked for: the first layer with parameters passes nothing on. */
  readonly input: () => Output
}

/** What a pass through the network is for. */
export type Pass =
  | { readonly kind: 'predict' }
  | {
      readonly kind: 'train'
      /** int32[layers that draw, 2]: this step's key for each, in layer order. */
      readonly layerKeys: Output
      /** int32[]: 0, 1, 2... as far as the activations of any layer that draws reach. */
      readonly elements: Output
    }

/** What a layer's part of the graph begins with. */
export interface LayerInput {
  readonly input: Output
  /** In the order of the layer's `parameters`. */
  readonly parameters: readonly Output[]
  readonly pass: Pass
  /** How many layers before this one draw random numbers: where its key is among those of the step. */
  readonly key: number
}

export const float: Readonly<Record<string, Message>> = { T: attribute.type('float32') }

/** A node of float32 values. */
export function compute(graph: Graph, operation: string, ...inputs: readonly Output[]): Output {
  return graph.node(operation, inputs, float)
}

/** int32[rank]: the sizes of a tensor, known when the graph runs. */
export function shapeOf(graph: Graph, tensor: Output): Output {
  return graph.node('Shape', [tensor], { ...float, out_type: attribute.type('int32') })
}

export function reshape(graph: Graph, tensor: Output, shape: Output): Output {
  return graph.node('Reshape', [tensor, shape], { ...float, Tshape: attribute.type('int32') })
}
