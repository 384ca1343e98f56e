import { imageSource } from '../../../core/layers/layer-kind'
import { learns, needGradients } from '../../../core/model/layer-graph'
import { kindOf, type LayerShape, type LayerType } from '../../../core/layers/layer-kinds'
import { required } from '../../../core/base/required'
import type { LayerTable } from '../../shared/layer-table'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { activation } from './activation'
import { add } from './add'
import { batchNorm } from './batch-norm'
import { concatenate } from './concatenate'
import { conv2d } from './conv2d'
import { depthwiseConv2d } from './depthwise-conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import { floatType, type GraphPass, type LayerInput, type LayerNodes } from './layer'
import { globalPooling } from './global-pooling'
import { pooling } from './pooling'
import { zeroPadding2d } from './zero-padding2d'

export interface NetworkNodes {
  /** [N, classes] */
  readonly logits: NodeOutput
  /** New values of the parameters that layers average themselves, in their order. */
  readonly moved: readonly NodeOutput[]
  /** @returns the gradients of the trainable parameters, in their order */
  backward(logitsGradient: NodeOutput): NodeOutput[]
}

/** What each type of layer is in the graph. */
const nodesOf: LayerTable<LayerNodes, [graph: Graph, input: LayerInput]> = {
  conv2d,
  depthwiseConv2d,
  maxPool2d: pooling,
  averagePool2d: pooling,
  globalAveragePool2d: globalPooling,
  globalMaxPool2d: globalPooling,
  zeroPadding2d,
  batchNorm,
  dropout,
  flatten,
  dense,
  add,
  concatenate,
  scale: activation,
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
  const layers: LayerNodes[] = []
  for (const shape of shapes) {
    const own = parameters.slice(taken, taken + shape.parameters.length)
    taken += own.length
    const inputs = shape.sources.map((source) =>
      source === imageSource ? input : required(layers[source], 'nodes of each layer').output
    )
    const first = required(inputs[0], 'an input of each layer')
    layers.push(layerNodes(graph, shape, { input: first, inputs, parameters: own, pass, key: keys }))
    if (kindOf(shape.layer).draws) keys += 1
  }
  return {
    logits: required(layers.at(-1), 'a layer that gives the scores').output,
    moved: layers.flatMap(({ moved = [] }) => moved),
    backward: (logitsGradient) => backwardNodes(graph, shapes, layers, logitsGradient)
  }
}

/** @returns the gradients of the trainable parameters, in their order */
function backwardNodes(
  graph: Graph,
  shapes: readonly LayerShape[],
  layers: readonly LayerNodes[],
  logitsGradient: NodeOutput
): NodeOutput[] {
  const needed = needGradients(shapes)
  const gradients: NodeOutput[] = []
  /** Of each layer's output: what each layer that takes it hands back. */
  const handedBack = shapes.map((): NodeOutput[] => [])
  handedBack.at(-1)?.push(logitsGradient)
  for (let i = layers.length - 1; i >= 0; i--) {
    if (needed[i] !== true) continue
    const parts = required(handedBack[i], 'what is handed back to each layer')
    const back = required(layers[i], 'nodes of each layer').backward(sumOf(graph, parts))
    const shape = required(shapes[i], 'a layer')
    if (learns(shape)) gradients.unshift(...required(back.parameters, 'gradients of a layer that learns')())
    shape.sources.forEach((source, index) => {
      if (needed[source] === true) handedBack[source]?.push(back.input(index))
    })
  }
  return gradients
}

function sumOf(graph: Graph, parts: readonly NodeOutput[]): NodeOutput {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  return graph.node('AddN', parts, { ...floatType, N: attribute.int(parts.length) })
}

function layerNodes<T extends LayerType>(graph: Graph, shape: LayerShape<T>, input: LayerInput): LayerNodes {
  return nodesOf[shape.layer.type](shape, graph, input)
}
