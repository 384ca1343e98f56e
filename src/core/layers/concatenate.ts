import { LabError } from '../base/lab-error'
import { bareSchema } from './activation'
import { kerasName } from './keras-layer'
import { required } from '../base/required'
import { type LayerKind, plainLayer } from './layer-kind'
import { onnxInt, onnxOperator } from './onnx-node'
import { channelCount, type Shape, volume } from './shape'
import type { FeatureOrder } from './torch-tensor'
import { z } from '../base/schema'

const schema = bareSchema('concatenate')
const kerasConcatenate = z.object({ name: kerasName, axis: z.int().default(-1) })

/**
 * Its inputs one behind the other, in the order in which they are named: images of one height and width by their
 * channels, flat values by their features. [height, width, c0], [height, width, c1] -> [height, width, c0 + c1]
 */
export const concatenate: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'concat',
  fresh: {},
  fields: {},
  merges: true,
  zeroGradients: 'kept',

  fit({ name }, input, inputs) {
    const place = (shape: Shape): string => shape.slice(0, -1).join()
    const other = inputs.find((shape) => shape.length !== input.length || place(shape) !== place(input))
    if (other !== undefined) {
      throw new LabError(
        'invalid-input',
        `Layer ${name} joins channels of different sizes: ${input.join(' × ')} and ${other.join(' × ')}.`,
        'Give all its inputs the same height and width, or flatten all of them.'
      )
    }
    const channels = inputs.reduce((sum, shape) => sum + channelCount(shape), 0)
    return { output: input.length === 3 ? [input[0], input[1], channels] : [channels], parameters: [] }
  },

  pytorch: () => ({ call: (...inputs) => `torch.cat([${inputs.join(', ')}], 1)` }),
  tfjs: () => [{ type: 'concatenate', settings: [], named: true }],
  featureOrder: ({ inputs }, orders) => joinedOrder(inputs, orders),
  onnx: onnxOperator('Concat', { axis: onnxInt(1) }),
  encodeKeras: ({ name }) => [{ class_name: 'Concatenate', config: { name, axis: -1 } }],
  decodeKeras: {
    Concatenate: (reading) => {
      const { name, axis } = reading.parse(kerasConcatenate)
      if (axis !== -1 && axis !== reading.input.length) {
        throw reading.refuse(`joins along axis ${axis}, which is not the channels’ axis`)
      }
      reading.add(name, { type: 'concatenate' })
    }
  }
}

function joinedOrder(inputs: readonly Shape[], orders: readonly FeatureOrder[]): FeatureOrder {
  if (orders.every((order) => order === undefined)) return undefined
  const joined = new Int32Array(inputs.reduce((sum, input) => sum + volume(input), 0))
  let first = 0
  inputs.forEach((input, at) => {
    const order = orders[at]
    for (let i = 0; i < volume(input); i++) {
      joined[first + i] = first + (order === undefined ? i : required(order[i], 'a place of each feature'))
    }
    first += volume(input)
  })
  return joined
}
