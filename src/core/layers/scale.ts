import { numberIn } from '../base/number-in'
import { z } from '../base/schema'
import { type ActivationKind, activationLayer } from './activation'
import { kerasName } from './keras-layer'
import { layerBase } from './layer-base'
import { onnxNode, onnxNumber } from './onnx-node'
import { tfjsSetting } from './tfjs-setting'

const factor = { min: 0.000001, max: 1000, whole: false }
const schema = z.object({
  type: z.literal('scale'),
  ...layerBase,
  factor: numberIn('the factor', factor.min, factor.max)
})

const kerasRescaling = z.object({
  name: kerasName,
  scale: z.number('only one scale for all channels can be read'),
  offset: z.literal(0, 'an offset can only be read where the image is rescaled').default(0)
})

/** factor * x, and nothing to learn: at the end of a network it makes its scores softer or sharper. */
export const scale: ActivationKind<typeof schema> = {
  ...activationLayer({
    schema,
    stem: 'scale',
    fresh: { factor: 0.125 },
    fields: { factor },
    function: {
      value: (x, layer) => layer.factor * x,
      slope: (_x, _y, layer) => layer.factor,
      slopeFrom: 'nothing'
    },
    pytorch: ({ layer }) => ({ call: (x) => `${x} * ${layer.factor}` }),
    tfjs: ({ layer }) => [{ type: 'rescaling', settings: [tfjsSetting('scale', layer.factor)], named: true }],
    onnx: ({ layer }, { inputs, output, own }) => [
      onnxNode('Mul', [...inputs, onnxNumber(own('factor'), layer.factor)], output)
    ],
    encodeKeras: ({ name, factor }) => [
      { class_name: 'Rescaling', config: { name, scale: factor, offset: 0 } }
    ],
    decodeKeras: {
      Rescaling: (reading) => {
        const { name, scale } = reading.parse(kerasRescaling)
        reading.add(name, { type: 'scale', factor: scale })
      }
    },
    kerasActivations: []
  }),
  family: undefined,
  place: 'afterActivation'
}
