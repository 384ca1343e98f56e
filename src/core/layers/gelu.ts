import { complementaryError } from '../maths/complementary-error'
import { activationLayer, bareSchema, kerasActivation, withoutSettings } from './activation'
import { onnxNode, onnxNumber } from './onnx-node'

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
  // The operator Gelu came with operator set 20, which many programs do not read yet.
  onnx(_, { inputs: [x], output, own }) {
    const [scaled, erf, more, share] = [own('scaled'), own('erf'), own('more'), own('share')]
    return [
      onnxNode('Mul', [x, onnxNumber(own('root'), Math.SQRT1_2)], scaled),
      onnxNode('Erf', [scaled], erf),
      onnxNode('Add', [erf, onnxNumber(own('one'), 1)], more),
      onnxNode('Mul', [x, more], share),
      onnxNode('Mul', [share, onnxNumber(own('half'), 0.5)], output)
    ]
  },
  pytorch: () => ({ call: (x) => `nn.functional.gelu(${x})` })
})
