import { numberIn } from '../base/number-in'
import { z } from '../base/schema'
import { activationLayer } from './activation'
import { kerasName } from './keras-layer'
import { layerBase } from './layer-base'
import { onnxFloat, onnxNode } from './onnx-node'
import { tfjsSetting } from './tfjs-setting'

const slope = { min: 0, max: 1, whole: false }
const schema = z.object({
  type: z.literal('leakyRelu'),
  ...layerBase,
  slope: numberIn('the slope below zero', slope.min, slope.max)
})

/** Keras 2 and TensorFlow.js say `alpha`, Keras 3 `negative_slope`; where neither stands, they take 0.3. */
const kerasLeakyRelu = z.object({
  name: kerasName,
  alpha: z.number().optional(),
  negative_slope: z.number().optional()
})

/** x above zero and slope * x below; the slope at 0 is that below, as in PyTorch. */
export const leakyRelu = activationLayer({
  schema,
  stem: 'leaky',
  // PyTorch's default; Keras has 0.3.
  fresh: { slope: 0.01 },
  fields: { slope },
  function: {
    value: (x, layer) => (x > 0 ? x : layer.slope * x),
    slope: (_, y, layer) => (y > 0 ? 1 : layer.slope),
    slopeFrom: 'output'
  },
  onnx: ({ layer }, { inputs, output }) => [
    onnxNode('LeakyRelu', inputs, output, { alpha: onnxFloat(layer.slope) })
  ],
  pytorch: ({ layer }) => ({ module: `nn.LeakyReLU(${layer.slope})` }),
  tfjs: ({ layer }) => [{ type: 'leakyReLU', settings: [tfjsSetting('alpha', layer.slope)], named: true }],
  encodeKeras: ({ name, slope }, dialect) => [
    {
      class_name: 'LeakyReLU',
      config: { name, [dialect === 'keras3' ? 'negative_slope' : 'alpha']: slope }
    }
  ],
  decodeKeras: {
    LeakyReLU: (reading) => {
      const { name, alpha, negative_slope: negative } = reading.parse(kerasLeakyRelu)
      reading.add(name, { type: 'leakyRelu', slope: alpha ?? negative ?? 0.3 })
    }
  },
  kerasActivations: []
})
