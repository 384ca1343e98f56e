import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import type { Message } from '../graph/protobuf'

/** One layer's forward pass in the graph, and how its gradients are added. Activations: [N, height, width, channels]. */
export interface LayerNodes {
  readonly output: NodeOutput
  /** New values of the parameters that the layer averages itself, in their order. */
  readonly moved?: readonly NodeOutput[]
  backward(outputGradient: NodeOutput): BackwardNodes
}

export interface BackwardNodes {
  /** Gradients of its weights, in their order, where it has any. Added only where it is asked for: not for a frozen layer. */
  readonly parameters?: () => readonly NodeOutput[]
  /** Of one of its inputs, by number. Added only where it is asked for: the first layer that learns passes nothing on. */
  readonly input: (index: number) => NodeOutput
}

/** What a pass through the network is for. */
export type GraphPass =
  | { readonly kind: 'predict' }
  | {
      readonly kind: 'train'
      /** int32[layers that draw, 2]: this step's key for each, in layer order. */
      readonly layerKeys: NodeOutput
      /** int32[]: 0, 1, 2... as far as the activations of any layer that draws reach. */
      readonly elements: NodeOutput
    }

/** What a layer's part of the graph begins with. */
export interface LayerInput {
  /** The first of its inputs, the only one of most types. */
  readonly input: NodeOutput
  readonly inputs: readonly NodeOutput[]
  /** In the order of the layer's `parameters`. */
  readonly parameters: readonly NodeOutput[]
  readonly pass: GraphPass
  /** How many layers before this one draw random numbers: where its key is among those of the step. */
  readonly key: number
}

export const floatType: Readonly<Record<string, Message>> = { T: attribute.type('float32') }

/** A node of float32 values. */
export function compute(graph: Graph, operation: string, ...inputs: readonly NodeOutput[]): NodeOutput {
  return graph.node(operation, inputs, floatType)
}

/** int32[rank]: the sizes of a tensor, known when the graph runs. */
export function shapeOf(graph: Graph, tensor: NodeOutput): NodeOutput {
  return graph.node('Shape', [tensor], { ...floatType, out_type: attribute.type('int32') })
}

export function reshape(graph: Graph, tensor: NodeOutput, shape: NodeOutput): NodeOutput {
  return graph.node('Reshape', [tensor, shape], { ...floatType, Tshape: attribute.type('int32') })
}
