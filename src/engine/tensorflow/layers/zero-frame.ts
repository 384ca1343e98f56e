import type { SpatialShape } from '../../../core/layers/shape'
import { attribute } from '../graph/attribute'
import type { Graph, NodeOutput } from '../graph/graph'
import { floatType } from './layer'

/** Zeros around images: [above, below], [left, right]. */
export type Frame = readonly [rows: readonly [number, number], columns: readonly [number, number]]

/** Images with zeros around them, and how their gradient loses what belongs to the zeros. */
interface Framed {
  readonly output: NodeOutput
  readonly backward: (gradient: NodeOutput) => NodeOutput
}

/**
 * [N, H, W, C] -> [N, above + H + below, left + W + right, C]
 * @param shape of one image
 */
export function zeroFrame(
  graph: Graph,
  images: NodeOutput,
  [height, width, channels]: SpatialShape,
  [[above, below], [left, right]]: Frame
): Framed {
  const sizes = graph.node(
    'Reshape',
    [graph.integers([0, 0, above, below, left, right, 0, 0]), graph.integers([4, 2])],
    { T: attribute.type('int32'), Tshape: attribute.type('int32') }
  )
  return {
    output: graph.node('Pad', [images, sizes], { ...floatType, Tpaddings: attribute.type('int32') }),
    backward: (gradient) =>
      graph.node(
        'Slice',
        [
          gradient,
          graph.integers([0, above, left, 0]),
          // -1: all of them.
          graph.integers([-1, height, width, channels])
        ],
        { ...floatType, Index: attribute.type('int32') }
      )
  }
}
