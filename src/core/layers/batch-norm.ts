import { z } from '../base/schema'
import { numberIn } from '../base/number-in'
import { kerasName, type KerasReading } from './keras-layer'
import { type LayerKind, type ParameterShape, plainLayer } from './layer-kind'
import { onnxFloat, onnxNode } from './onnx-node'
import { channelCount } from './shape'
import { weightedBase } from './weighted-base'
import { tfjsSetting } from './tfjs-setting'
import { type TorchTensor, torchVector } from './torch-tensor'

const momentum = { min: 0, max: 1, whole: false }
const epsilon = { min: 1e-12, max: 1, whole: false }
const usual = { momentum: 0.1, epsilon: 1e-5 }

/**
 * As PyTorch's BatchNorm2d and BatchNorm1d: over channels for images, over features once flat.
 * y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, where mean and variance (biased) are those of the batch
 * while training, and the moving ones in prediction. Each training step: moving <- (1 - momentum) * moving +
 * momentum * batch's, with the unbiased variance; also where the layer is frozen, so that only gamma and beta stay as
 * they are, as in PyTorch without requires_grad. gamma, beta, moving_mean, moving_variance: f32[channels].
 */
const schema = z.object({
  type: z.literal('batchNorm'),
  ...weightedBase,
  momentum: numberIn('the batch normalisation momentum', momentum.min, momentum.max)
    // TensorFlow.js keeps 1 - momentum; few decimals survive that subtraction exactly.
    .refine((x) => Math.round(x * 1e6) / 1e6 === x, 'the batch normalisation momentum has at most 6 decimals')
    .default(usual.momentum),
  epsilon: numberIn('the batch normalisation epsilon', epsilon.min, epsilon.max).default(usual.epsilon)
})

const kerasBatchNormalization = z.object({
  name: kerasName,
  /** Keras writes a list of one. */
  axis: z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1),
  momentum: z.number().default(0.99),
  epsilon: z.number().default(1e-3),
  center: z.boolean().default(true),
  scale: z.boolean().default(true)
})

export const batchNorm: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'bn',
  fresh: usual,
  fields: { momentum, epsilon },
  place: 'beforeActivation',
  trainsDifferently: true,

  fit({ name }, input) {
    const channels = channelCount(input)
    const parameter = (part: string, initialValue: number, averaged: boolean): ParameterShape => ({
      name: `${name}/${part}`,
      shape: [channels],
      fanIn: 1,
      initialValue,
      matrix: false,
      averaged,
      trainable: !averaged
    })
    return {
      output: input,
      parameters: [
        parameter('gamma', 1, false),
        parameter('beta', 0, false),
        parameter('moving_mean', 0, true),
        parameter('moving_variance', 1, true)
      ]
    }
  },
  statisticValues: (input) => (input.length === 3 ? input[0] * input[1] : 1),

  pytorch({ layer, input }) {
    const epsilon = layer.epsilon === usual.epsilon ? '' : `, eps=${layer.epsilon}`
    const momentum = layer.momentum === usual.momentum ? '' : `, momentum=${layer.momentum}`
    const dimensions = input.length === 3 ? 2 : 1
    return { module: `nn.BatchNorm${dimensions}d(${channelCount(input)}${epsilon}${momentum})` }
  },
  tfjs: ({ layer }) => [
    {
      type: 'batchNormalization',
      // Keras counts what is kept of the moving mean, PyTorch what is new.
      settings: [
        tfjsSetting('momentum', Number((1 - layer.momentum).toPrecision(12))),
        tfjsSetting('epsilon', layer.epsilon)
      ],
      named: true
    }
  ],

  torch: {
    gamma: perFeature('weight'),
    beta: perFeature('bias'),
    moving_mean: perFeature('running_mean'),
    moving_variance: perFeature('running_var')
  },

  onnx: ({ layer }, { inputs, output, parameters }) => [
    onnxNode('BatchNormalization', [...inputs, ...parameters], output, {
      epsilon: onnxFloat(layer.epsilon),
      // As Keras, ONNX counts what is kept of the moving mean.
      momentum: onnxFloat(1 - layer.momentum)
    })
  ],

  encodeKeras: ({ name, momentum, epsilon }) => [
    {
      class_name: 'BatchNormalization',
      config: { name, axis: -1, momentum: 1 - momentum, epsilon, center: true, scale: true }
    }
  ],
  decodeKeras: {
    BatchNormalization: decodeNormalization,
    // Names that TensorFlow 1 and its converters used.
    BatchNormalizationV1: decodeNormalization,
    BatchNormalizationV2: decodeNormalization
  }
}

function decodeNormalization(reading: KerasReading): void {
  const layer = reading.parse(kerasBatchNormalization)
  if (layer.axis !== -1 && layer.axis !== reading.input.length) {
    throw reading.refuse(`normalises over axis ${layer.axis}, which is not the channels’ axis`)
  }
  // The subtraction leaves a rest in the last digits.
  const momentum = Math.round((1 - layer.momentum) * 1e6) / 1e6
  const without = [...(layer.scale ? [] : ['gamma']), ...(layer.center ? [] : ['beta'])]
  reading.add(layer.name, { type: 'batchNorm', momentum, epsilon: layer.epsilon }, without)
}

function perFeature(name: string): TorchTensor {
  return { ...torchVector(name), features: 0 }
}
