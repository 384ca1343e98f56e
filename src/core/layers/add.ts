import { LabError } from '../base/lab-error'
import { bareSchema } from './activation'
import { kerasName } from './keras-layer'
import { type LayerKind, plainLayer } from './layer-kind'
import { onnxNode } from './onnx-node'
import { z } from '../base/schema'

const schema = bareSchema('add')
const kerasAdd = z.object({ name: kerasName })

/** The sum of its inputs, value by value: all of one shape. A residual connection adds a block's input to its output. */
export const add: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'add',
  fresh: {},
  fields: {},
  merges: true,
  zeroGradients: 'kept',

  fit({ name }, input, inputs) {
    const other = inputs.find((shape) => shape.join() !== input.join())
    if (other !== undefined) {
      throw new LabError(
        'invalid-input',
        `Layer ${name} adds values of different shapes: ${input.join(' × ')} and ${other.join(' × ')}.`,
        'Give all its inputs the same shape: use the same padding, strides and number of filters, or add a 1 × 1 convolution.'
      )
    }
    return { output: input, parameters: [] }
  },

  pytorch: () => ({ call: (...inputs) => inputs.join(' + ') }),
  tfjs: () => [{ type: 'add', settings: [], named: true }],
  featureOrder({ layer }, orders) {
    const [first] = orders
    if (orders.every((order) => order?.join() === first?.join())) return first
    throw new LabError(
      'unsupported',
      `Layer ${layer.name} adds a flattened image to values that are in no such order. PyTorch flattens images in another order, so its sums would be others.`,
      `Put a dense layer between the flatten layer and ${layer.name}.`
    )
  },
  // Add takes two; programs know it better than Sum.
  onnx: (_, { inputs, output }) => [onnxNode(inputs.length === 2 ? 'Add' : 'Sum', inputs, output)],
  encodeKeras: ({ name }) => [{ class_name: 'Add', config: { name } }],
  decodeKeras: {
    Add: (reading) => {
      reading.add(reading.parse(kerasAdd).name, { type: 'add' })
    }
  }
}
