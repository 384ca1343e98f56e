import { kindOf, type LayerShape, type LayerType } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import type { LayerTable } from '../../shared/layer-table'
import type { Graph, NodeOutput } from '../graph/graph'
import { activation } from './activation'
import { batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import type { LayerInput, LayerNodes, GraphPass } from './layer'
import { pooling } from './pooling'

export interface NetworkNodes {
  /** [N, classes] */
  readonly logits: NodeOutput
  /** New values of the parameters that are not trainable, in their order. */
  readonly moved: readonly NodeOutput[]
  /** @returns the gradients of the trainable parameters, in their order */
  backward(logitsGradient: NodeOutput): NodeOutput[]
}

/** What each type of layer is in the graph. */
const nodesOf: LayerTable<LayerNodes, [graph: Graph, input: LayerInput]> = {
  conv2d,
  maxPool2d: pooling,
  averagePool2d: pooling,
  batchNorm,
  dropout,
  flatten,
  dense,
  relu: activation,
  leakyRelu: activation,
  relu6: activation,
  tanh: activation,
  sigmoid: activation,
  silu: activation,
  gelu: activation,
  geluTanh: activation
}

/**
 * Adds a whole network.
 * @param input [N, height, width, channels], normalised
 * @param parameters in the order of `parameterShapes`
 */
export function network(
  graph: Graph,
  shapes: readonly LayerShape[],
  input: NodeOutput,
  parameters: readonly NodeOutput[],
  pass: GraphPass
): NetworkNodes {
  let taken = 0
  let keys = 0
  let logits = input
  const layers = shapes.map((shape) => {
    const own = parameters.slice(taken, taken + shape.parameters.length)
    taken += own.length
    const nodes = layerNodes(graph, shape, { input: logits, parameters: own, pass, key: keys })
    if (kindOf(shape.layer).draws) keys += 1
    logits = nodes.output
    return nodes
  })
  const first = shapes.findIndex((shape) => shape.parameters.length > 0)
  return {
    logits,
    moved: layers.flatMap(({ moved = [] }) => moved),
    backward: (logitsGradient) => {
      const gradients: NodeOutput[] = []
      let gradient = logitsGradient
      for (let i = layers.length - 1; first >= 0 && i >= first; i--) {
        const back = required(layers[i], 'nodes of each layer').backward(gradient)
        gradients.unshift(...back.parameters)
        if (i > first) gradient = back.input()
      }
      return gradients
    }
  }
}

function layerNodes<T extends LayerType>(graph: Graph, shape: LayerShape<T>, input: LayerInput): LayerNodes {
  return nodesOf[shape.layer.type](shape, graph, input)
}
