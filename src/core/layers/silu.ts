import { activationLayer, bareSchema, kerasActivation, logistic, withoutSettings } from './activation'
import { onnxNode } from './onnx-node'

/** x * sigmoid(x), also known as Swish (Ramachandran et al. 2017). */
export const silu = activationLayer({
  ...withoutSettings,
  ...kerasActivation('swish', 'silu'),
  schema: bareSchema('silu'),
  stem: 'silu',
  function: {
    value: (x) => x * logistic(x),
    slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
    slopeFrom: 'input'
  },
  onnx(_, { inputs: [x], output, own }) {
    const share = own('share')
    return [onnxNode('Sigmoid', [x], share), onnxNode('Mul', [x, share], output)]
  },
  pytorch: () => ({ call: (x) => `nn.functional.silu(${x})` })
})
