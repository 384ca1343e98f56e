import { activationLayer, bareSchema, kerasActivation, withoutSettings } from './activation'
import { onnxOperator } from './onnx-node'

/** (exp(x) - exp(-x)) / (exp(x) + exp(-x)) */
export const tanh = activationLayer({
  ...withoutSettings,
  ...kerasActivation('tanh'),
  schema: bareSchema('tanh'),
  stem: 'tanh',
  function: { value: Math.tanh, slope: (_, y) => 1 - y * y, slopeFrom: 'output' },
  onnx: onnxOperator('Tanh'),
  pytorch: () => ({ call: (x) => `torch.tanh(${x})` })
})
