import { activationLayer, bareSchema, kerasActivation, logistic, withoutSettings } from './activation'

/** 1 / (1 + exp(-x)) */
export const sigmoid = activationLayer({
  ...withoutSettings,
  ...kerasActivation('sigmoid'),
  schema: bareSchema('sigmoid'),
  stem: 'sigmoid',
  function: { value: logistic, slope: (_, y) => y * (1 - y), slopeFrom: 'output' },
  pytorch: () => ({ call: (x) => `torch.sigmoid(${x})` })
})
