import { activationLayer, bareSchema, kerasActivation, logistic, withoutSettings } from './activation'
import { onnxOperator } from './onnx-node'

/** 1 / (1 + exp(-x)) */
export const sigmoid = activationLayer({
  ...withoutSettings,
  ...kerasActivation('sigmoid'),
  schema: bareSchema('sigmoid'),
  stem: 'sigmoid',
  function: { value: logistic, slope: (_, y) => y * (1 - y), slopeFrom: 'output' },
  onnx: onnxOperator('Sigmoid'),
  pytorch: () => ({ call: (x) => `torch.sigmoid(${x})` })
})
