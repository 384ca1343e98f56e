import { required } from '../../../core/base/required'
import { channelCount } from '../../../core/layers/shape'
import type { LayerShape } from '../../../core/layers/layer-kinds'
import { attribute } from '../graph/attribute'
import type { Graph } from '../graph/graph'
import { floatType, type LayerInput, type LayerNodes } from './layer'

/** The channels of its inputs one behind the other: [..., C0], [..., C1] -> [..., C0 + C1] */
export function concatenate(
  { inputs: shapes, output }: LayerShape<'concatenate'>,
  graph: Graph,
  { inputs }: LayerInput
): LayerNodes {
  const counts = shapes.map(channelCount)
  return {
    output: graph.node('ConcatV2', [...inputs, graph.integers(output.length)], {
      ...floatType,
      Tidx: attribute.type('int32'),
      N: attribute.int(inputs.length)
    }),
    backward: (outputGradient) => ({
      input: (index) => {
        const begin = counts.slice(0, index).reduce((sum, count) => sum + count, 0)
        const all = output.map(() => 0)
        return graph.node(
          'Slice',
          [
            outputGradient,
            graph.integers([0, ...all.slice(1), begin]),
            // -1: as far as it reaches.
            graph.integers([
              -1,
              ...all.slice(1).map(() => -1),
              required(counts[index], 'channels of each input')
            ])
          ],
          { ...floatType, Index: attribute.type('int32') }
        )
      }
    })
  }
}
