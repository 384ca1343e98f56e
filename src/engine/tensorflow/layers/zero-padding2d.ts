import type { LayerShape } from '../../../core/layers/layer-kinds'
import { spatialShape } from '../../../core/layers/shape'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { floatType, type LayerInput, type LayerNodes } from './layer'

/** Zeros around each map: [N, H, W, C] -> [N, above + H + below, left + W + right, C] */
export function zeroPadding2d(
  { layer, input: shape }: LayerShape<'zeroPadding2d'>,
  graph: Graph,
  { input }: LayerInput
): LayerNodes {
  const { rows, columns } = layer
  const [height, width] = spatialShape(shape)
  const sides = graph.integers([0, 0, ...rows, ...columns, 0, 0], [4, 2])
  return {
    output: graph.node('Pad', [input, sides], { ...floatType, Tpaddings: attribute.type('int32') }),
    backward: (outputGradient) => ({
      parameters: [],
      input: () =>
        graph.node(
          'Slice',
          // -1: as far as it reaches.
          [
            outputGradient,
            graph.integers([0, rows[0], columns[0], 0]),
            graph.integers([-1, height, width, -1])
          ],
          { ...floatType, Index: attribute.type('int32') }
        )
    })
  }
}
