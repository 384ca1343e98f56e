import { z } from '../base/schema'
import { activationLayer, bareSchema, kerasActivation, withoutSettings } from './activation'
import { kerasName } from './keras-layer'
import { onnxOperator } from './onnx-node'

const kerasRelu = z.object({
  name: kerasName,
  max_value: z.literal(6, 'a limit on ReLU other than 6 is not supported').nullish(),
  negative_slope: z
    .literal(0, 'a ReLU with a slope for negative values is not supported: use LeakyReLU')
    .nullish(),
  threshold: z.literal(0, 'a threshold is not supported').nullish()
})

/** max(0, x); its slope at 0 is 0, as in PyTorch. */
export const relu = activationLayer({
  ...withoutSettings,
  ...kerasActivation('relu'),
  schema: bareSchema('relu'),
  stem: 'relu',
  function: { value: (x) => (x < 0 ? 0 : x), slope: (_, y) => (y > 0 ? 1 : 0), slopeFrom: 'output' },
  onnx: onnxOperator('Relu'),
  pytorch: () => ({ call: (x) => `torch.relu(${x})` }),
  decodeKeras: {
    ReLU: (reading) => {
      const { name, max_value: limit } = reading.parse(kerasRelu)
      reading.activate(limit === 6 ? 'relu6' : 'relu', name)
    }
  }
})
