import { assertNever } from '../../../core/assert-never'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { volume } from '../../../core/layers/layer-kind'
import type { Graph, Output } from '../graph/graph'
import { activation } from './activation'
import { batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import type { LayerNodes, Pass } from './layer'
import { pooling } from './pooling'

export interface NetworkNodes {
  /** [N, classes] */
  readonly logits: Output
  /** New values of the parameters that are not trainable, in their order. */
  readonly moved: readonly Output[]
  /** @returns the gradients of the trainable parameters, in their order */
  backward(logitsGradient: Output): Output[]
}

/**
 * Adds a whole network.
 * @param input [N, height, width, channels], normalised
 * @param parameters in the order of `parameterShapes`
 */
export function network(
  graph: Graph,
  shapes: readonly LayerShape[],
  input: Output,
  parameters: readonly Output[],
  pass: Pass
): NetworkNodes {
  let taken = 0
  let dropouts = 0
  let logits = input
  const layers = shapes.map((shape) => {
    const own = parameters.slice(taken, taken + shape.parameters.length)
    taken += own.length
    const nodes = layerNodes(graph, shape, logits, own, pass, dropouts)
    if (shape.layer.type === 'dropout') dropouts += 1
    logits = nodes.output
    return nodes
  })
  const first = shapes.findIndex((shape) => shape.parameters.length > 0)
  return {
    logits,
    moved: layers.flatMap(({ moved = [] }) => moved),
    backward: (logitsGradient) => {
      const gradients: Output[] = []
      let gradient = logitsGradient
      for (let i = layers.length - 1; first >= 0 && i >= first; i--) {
        const back = layers[i]?.backward(gradient)
        if (back === undefined) continue
        gradients.unshift(...back.parameters)
        if (i > first) gradient = back.input()
      }
      return gradients
    }
  }
}

/** @param dropouts how many dropout layers come before this one */
function layerNodes(
  graph: Graph,
  shape: LayerShape,
  input: Output,
  parameters: readonly Output[],
  pass: Pass,
  dropouts: number
): LayerNodes {
  const { layer } = shape
  switch (layer.type) {
    case 'conv2d':
      return conv2d(graph, { ...shape, layer }, input, parameters)
    case 'maxPool2d':
    case 'averagePool2d':
      return pooling(graph, { ...shape, layer }, input)
    case 'relu':
    case 'tanh':
    case 'sigmoid':
      return activation(graph, layer.type, input)
    case 'flatten':
      return flatten(graph, input, volume(shape.input))
    case 'dense':
      return dense(graph, input, parameters)
    case 'dropout':
      return dropout(graph, layer.rate, dropouts, input, pass)
    case 'batchNorm':
      return batchNorm(graph, { ...shape, layer }, input, parameters, pass)
    default:
      return assertNever(layer)
  }
}
