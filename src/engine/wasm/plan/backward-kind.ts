import { kindOf } from '../../../core/layers/layer-kinds'
import type { WasmGraph } from './wasm-graph'

/** How a convolution goes backward. */
interface BackwardKind {
  readonly gradients: 'sparse' | 'dense'
  /**
   * Zeros that its output's gradient has around it, so that the input's gradient is a convolution of it; undefined
   * where there is none, or none that is.
   */
  readonly border: readonly [number, number] | undefined
}

/** Of the convolution that is layer `at`. */
export function backwardKind(graph: WasmGraph, at: number): BackwardKind {
  const { layer, sources } = graph.shape(at)
  if (layer.type !== 'conv2d' || !getsFullGradients(graph, at))
    return { gradients: 'sparse', border: undefined }
  const { kernelSize, strides, padding } = layer
  const border = [kernelSize[0] - 1 - padding[0], kernelSize[1] - 1 - padding[1]] as const
  const needed = sources.some((source) => graph.needsGradient(source))
  const fits = strides[0] === 1 && strides[1] === 1 && border[0] >= 0 && border[1] >= 0
  // A convolution that reads the output decides on the border itself.
  const free = graph.readers(graph.end(at)).every((reader) => graph.paddingOf(reader) === undefined)
  return { gradients: 'dense', border: needed && fits && free ? border : undefined }
}

/**
 * Whether hardly any gradient of a layer's output is zero: where several hand one back, or one that takes statistics
 * over the batch or averages of windows.
 */
function getsFullGradients(graph: WasmGraph, at: number): boolean {
  const reader = graph.onlyReader(at)
  if (reader === undefined) return graph.readers(at).length > 1
  const { layer, input } = graph.shape(reader)
  const kind = kindOf(layer)
  if (kind.merges || layer.type === 'zeroPadding2d') return getsFullGradients(graph, reader)
  const pools = kind.family === 'pooling' || kind.family === 'globalPooling'
  return kind.statisticValues(input) !== undefined || (pools && kind.zeroGradients === 'mixed')
}
