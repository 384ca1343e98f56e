import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { z } from '../base/schema'
import { whole } from '../base/whole'
import { kerasActivation, kerasName } from './keras-layer'
import { type LayerKind, plainLayer, randomMatrix, randomParameter } from './layer-kind'
import { onnxInt, onnxNode } from './onnx-node'
import { volume } from './shape'
import { weightedBase } from './weighted-base'
import { tfjsSetting } from './tfjs-setting'
import { torchVector } from './torch-tensor'

const units = { min: 1, max: 8192, whole: true }

/** Fully connected, as PyTorch's Linear. kernel: f32[in, units], bias: f32[units]. */
const schema = z.object({
  type: z.literal('dense'),
  ...weightedBase,
  units: whole('units', units.min, units.max)
})

const kerasDense = z.object({
  name: kerasName,
  units: z.int(),
  activation: kerasActivation.default('linear'),
  use_bias: z.boolean().default(true)
})

export const dense: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'fc',
  fresh: { units: 64 },
  fields: { units },
  weighted: true,

  fit({ name, units }, input) {
    if (input.length !== 1) {
      throw new LabError(
        'invalid-input',
        `Layer ${name} is dense, but its input still has rows and columns (${input.join(' × ')}).`,
        'Put a flatten layer before it.'
      )
    }
    const [features] = input
    return {
      output: [units],
      parameters: [
        randomMatrix(`${name}/kernel`, [features, units], features),
        randomParameter(`${name}/bias`, [units], features)
      ]
    }
  },
  multiplyAdds: ({ layer, input }) => volume(input) * layer.units,

  pytorch({ layer, input }, before) {
    const maps = before?.layer.type === 'flatten' && before.input.length === 3 ? before.input : undefined
    const features = maps === undefined ? String(input[0]) : `${maps[2]} * ${maps[0]} * ${maps[1]}`
    return { module: `nn.Linear(${features}, ${layer.units})` }
  },
  tfjs: ({ layer, input }) => [
    {
      type: 'dense',
      settings: [
        tfjsSetting('units', layer.units),
        tfjsSetting('start', required(input[0], 'an input of a dense layer'))
      ],
      named: true
    }
  ],

  torch: { kernel: { name: 'weight', axes: [1, 0], features: 0 }, bias: torchVector('bias') },
  featureOrder: () => undefined,

  onnx: (_, { inputs, output, parameters }) => [
    onnxNode('Gemm', [...inputs, ...parameters], output, { transB: onnxInt(1) })
  ],

  encodeKeras: ({ name, units }) => [
    { class_name: 'Dense', config: { name, units, activation: 'linear', use_bias: true } }
  ],
  decodeKeras: {
    Dense(reading) {
      const layer = reading.parse(kerasDense)
      const settings = { type: 'dense', units: layer.units }
      const name = reading.add(layer.name, settings, layer.use_bias ? [] : ['bias'])
      reading.activate(layer.activation, `${name}_${layer.activation}`)
    }
  }
}
