import { complementaryError } from '../maths/complementary-error'
import { activationLayer, bareSchema, kerasActivation, withoutSettings } from './activation'

/** The share of a normal distribution that lies below x. */
const below = (x: number): number => complementaryError(-x * Math.SQRT1_2) / 2
/** The normal distribution's density at x. */
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** x * Phi(x), Phi of the normal distribution: GELU in its exact form (Hendrycks and Gimpel 2016). */
export const gelu = activationLayer({
  ...withoutSettings,
  ...kerasActivation('gelu'),
  schema: bareSchema('gelu'),
  stem: 'gelu',
  function: {
    value: (x) => x * below(x),
    slope: (x) => below(x) + x * density(x),
    slopeFrom: 'input'
  },
  pytorch: () => ({ call: (x) => `nn.functional.gelu(${x})` })
})
