import { activationLayer, bareSchema, kerasActivation, withoutSettings } from './activation'
import { onnxNode, onnxNumber } from './onnx-node'

/** min(max(0, x), 6); its slope at 0 and at 6 is 0, as in PyTorch. */
export const relu6 = activationLayer({
  ...withoutSettings,
  ...kerasActivation('relu6'),
  // Keras 2 knows no activation of that name.
  encodeKeras: ({ name }, dialect) => [
    dialect === 'tensorflow.js'
      ? { class_name: 'Activation', config: { name, activation: 'relu6' } }
      : { class_name: 'ReLU', config: { name, max_value: 6 } }
  ],
  schema: bareSchema('relu6'),
  stem: 'relu6_',
  function: {
    value: (x) => (x < 0 ? 0 : x > 6 ? 6 : x),
    slope: (_, y) => (y > 0 && y < 6 ? 1 : 0),
    slopeFrom: 'output'
  },
  onnx: (_, { inputs, output, own }) => [
    onnxNode('Clip', [...inputs, onnxNumber(own('least'), 0), onnxNumber(own('most'), 6)], output)
  ],
  pytorch: () => ({ call: (x) => `nn.functional.relu6(${x})` })
})
