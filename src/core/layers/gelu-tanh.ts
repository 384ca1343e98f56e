import { activationLayer, bareSchema, kerasActivation, logistic, withoutSettings } from './activation'
import { kerasInput, type NamedKerasLayer } from './keras-layer'
import { onnxNode, onnxNumber } from './onnx-node'
import { tfjsGeluText } from './tfjs-gelu.text'

/** Of GELU's tanh form: 0.5 (1 + tanh(scale (x + cubic x^3))) stands for Phi(x). */
export const geluTanhConstants = { scale: Math.sqrt(2 / Math.PI), cubic: 0.044715 } as const
const { scale, cubic } = geluTanhConstants

/** 0.5 (1 + tanh(u)) = logistic(2u) */
const share = (x: number): number => logistic(2 * scale * (x + cubic * x ** 3))

/** 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): GELU as BERT and GPT-2 compute it (Hendrycks and Gimpel 2016). */
export const geluTanh = activationLayer({
  ...withoutSettings,
  ...kerasActivation('gelu_new'),
  encodeKeras: ({ name }, dialect) =>
    dialect === 'tensorflow.js'
      ? [{ class_name: 'Activation', config: { name, activation: 'gelu_new' } }]
      : inKeras(name),
  schema: bareSchema('geluTanh'),
  stem: 'gelu',
  function: {
    value: (x) => x * share(x),
    slope: (x) => share(x) + x * share(x) * (1 - share(x)) * 2 * scale * (1 + 3 * cubic * x * x),
    slopeFrom: 'input'
  },
  // It writes `gelu_new`, and looks for that as `geluNew` when it reads.
  tfjsSetUp: [
    { code: 'const known = tf.serialization.SerializationMap.getMap()', note: tfjsGeluText.known },
    { code: 'known.classNameMap.geluNew = known.classNameMap.gelu_new', note: tfjsGeluText.geluNew }
  ],
  onnx(_, { inputs: [x], output, own }) {
    const [square, cube, part, sum] = [own('square'), own('cube'), own('part'), own('sum')]
    const [scaled, tanh, more, share] = [own('scaled'), own('tanh'), own('more'), own('share')]
    return [
      onnxNode('Mul', [x, x], square),
      onnxNode('Mul', [square, x], cube),
      onnxNode('Mul', [cube, onnxNumber(own('cubic'), cubic)], part),
      onnxNode('Add', [x, part], sum),
      onnxNode('Mul', [sum, onnxNumber(own('scale'), scale)], scaled),
      onnxNode('Tanh', [scaled], tanh),
      onnxNode('Add', [tanh, onnxNumber(own('one'), 1)], more),
      onnxNode('Mul', [x, more], share),
      onnxNode('Mul', [share, onnxNumber(own('half'), 0.5)], output)
    ]
  },
  pytorch: () => ({ call: (x) => `nn.functional.gelu(${x}, approximate='tanh')` })
})

/** A file cannot tell Keras to use this form of its activation, so that it is put together: x * sigmoid(2 scale (x + cubic x^3)). */
function inKeras(name: string): readonly NamedKerasLayer[] {
  const own = (part: string): string => `${name}.${part}`
  const multiply = (part: string, takes: NamedKerasLayer['takes']): NamedKerasLayer => ({
    class_name: 'Multiply',
    config: { name: part },
    ...(takes === undefined ? {} : { takes })
  })
  const rescale = (part: string, factor: number): NamedKerasLayer => ({
    class_name: 'Rescaling',
    config: { name: own(part), scale: factor, offset: 0 }
  })
  return [
    multiply(own('square'), [kerasInput, kerasInput]),
    multiply(own('cube'), [own('square'), kerasInput]),
    rescale('part', cubic),
    { class_name: 'Add', config: { name: own('sum') }, takes: [kerasInput, own('part')] },
    rescale('scaled', 2 * scale),
    { class_name: 'Activation', config: { name: own('share'), activation: 'sigmoid' } },
    multiply(name, [kerasInput, own('share')])
  ]
}
