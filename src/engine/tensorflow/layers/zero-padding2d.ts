import type { LayerShape } from '../../../core/layers/layer-kinds'
import { spatialShape } from '../../../core/layers/shape'
import type { Graph } from '../graph/graph'
import type { LayerInput, LayerNodes } from './layer'
import { zeroFrame } from './zero-frame'

/** Zeros around each map: [N, H, W, C] -> [N, above + H + below, left + W + right, C] */
export function zeroPadding2d(
  { layer, input: shape }: LayerShape<'zeroPadding2d'>,
  graph: Graph,
  { input }: LayerInput
): LayerNodes {
  const framed = zeroFrame(graph, input, spatialShape(shape), [layer.rows, layer.columns])
  return {
    output: framed.output,
    backward: (outputGradient) => ({ input: () => framed.backward(outputGradient) })
  }
}
