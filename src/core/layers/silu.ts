import { activationLayer, bareSchema, kerasActivation, logistic, withoutSettings } from './activation'

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
  pytorch: () => ({ call: (x) => `nn.functional.silu(${x})` })
})
