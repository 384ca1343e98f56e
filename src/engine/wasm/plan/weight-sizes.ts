import { channelCount, volume } from '../../../core/layers/shape'
import type { LayerShape, LayerType } from '../../../core/layers/layer-kinds'
import type { LayerTable } from '../../shared/layer-table'
import { align } from './arena'
import { backwardKind } from './backward-kind'
import { convolutionSizes, depthwiseBytes } from './convolution-sizes'
import { panelFloats } from './panel-floats'
import { vectorBytes } from './place-standardise'
import type { WasmGraph } from './wasm-graph'

/** Bytes of each parameter, and of each copy of them that a kernel reads. */
interface WeightSizes {
  readonly parameters: readonly number[]
  readonly copies: readonly number[]
}

const none = (): WeightSizes => ({ parameters: [], copies: [] })

const sizes: LayerTable<WeightSizes, [graph: WasmGraph, at: number]> = {
  conv2d: ({ layer, input }, graph, at) => {
    const { kernelBytes, biasBytes, forwardBytes, backwardBytes } = convolutionSizes(
      layer,
      channelCount(input)
    )
    const turned = backwardKind(graph, at).border !== undefined
    return {
      parameters: [kernelBytes, biasBytes],
      copies: [forwardBytes, ...(turned ? [backwardBytes] : [])]
    }
  },
  depthwiseConv2d: ({ layer, output }) => ({
    parameters: [depthwiseBytes(layer, channelCount(output))],
    copies: []
  }),
  batchNorm: ({ input, parameters }) => ({
    parameters: parameters.map(() => vectorBytes({ channels: channelCount(input) })),
    copies: []
  }),
  dense: ({ layer, input }) => {
    const outputs = align(layer.units, panelFloats)
    return { parameters: [volume(input) * outputs * 4, outputs * 4], copies: [] }
  },
  maxPool2d: none,
  averagePool2d: none,
  globalMaxPool2d: none,
  globalAveragePool2d: none,
  zeroPadding2d: none,
  dropout: none,
  flatten: none,
  add: none,
  concatenate: none,
  scale: none,
  relu: none,
  leakyRelu: none,
  relu6: none,
  tanh: none,
  sigmoid: none,
  silu: none,
  gelu: none,
  geluTanh: none
}

/** Of the layer at a place in the network. */
export function weightSizes(graph: WasmGraph, at: number): WeightSizes {
  return sizesOf(graph.shape(at), graph, at)
}

function sizesOf<T extends LayerType>(shape: LayerShape<T>, graph: WasmGraph, at: number): WeightSizes {
  return sizes[shape.layer.type](shape, graph, at)
}
