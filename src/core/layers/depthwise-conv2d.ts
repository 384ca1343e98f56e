import { z } from '../base/schema'
import { whole } from '../base/whole'
import { codePair } from './code-pair'
import {
  kerasActivation,
  kerasDataFormat,
  kerasName,
  kerasPadding,
  kerasPair,
  type KerasReading,
  kerasWindowPadding
} from './keras-layer'
import { weightedBase } from './weighted-base'
import { type LayerKind, plainLayer, randomParameter, type Shaped, type SlidingWindow } from './layer-kind'
import { kerasFrame, tfjsFrame } from './padding-frame'
import { onnxInt, onnxNode, onnxWindow } from './onnx-node'
import { volume } from './shape'
import { paddingRange, paddingThatFits, slide, windowPadding, windowRange, windowSize } from './window-size'
import { tfjsSetting } from './tfjs-setting'
import { torchVector } from './torch-tensor'

const multiplier = { min: 1, max: 16, whole: true }

/**
 * A convolution of each channel by itself, as PyTorch's Conv2d with groups = channels: channel c of the input becomes
 * channels c * multiplier to (c + 1) * multiplier - 1 of the output.
 * depthwise_kernel: f32[kh, kw, in, multiplier], bias: f32[in * multiplier].
 */
const schema = z.object({
  type: z.literal('depthwiseConv2d'),
  ...weightedBase,
  multiplier: whole('the depth multiplier', multiplier.min, multiplier.max).default(1),
  kernelSize: windowSize,
  strides: windowSize,
  padding: windowPadding
})
type DepthwiseConv2d = z.infer<typeof schema>

export const depthwiseConv2d: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'depthwise',
  fresh: { multiplier: 1, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
  fields: { multiplier, kernelSize: windowRange, strides: windowRange, padding: paddingRange },
  weighted: true,

  fit(layer, input) {
    const [height, width, channels] = slide(layer.name, slidingWindow(layer), input, true)
    const taps = volume(layer.kernelSize)
    const outputs = channels * layer.multiplier
    return {
      output: [height, width, outputs],
      parameters: [
        randomParameter(
          `${layer.name}/depthwise_kernel`,
          [...layer.kernelSize, channels, layer.multiplier],
          taps
        ),
        randomParameter(`${layer.name}/bias`, [outputs], taps)
      ]
    }
  },
  adapt: (layer, input) => ({ ...layer, padding: paddingThatFits(slidingWindow(layer), input) }),
  multiplyAdds: ({ layer, output }) => volume(output) * volume(layer.kernelSize),
  slidingWindow,

  pytorch(shaped) {
    const { multiplier, kernelSize, strides, padding } = shaped.layer
    const channels = channelsOf(shaped)
    const settings = [
      channels,
      channels * multiplier,
      codePair(kernelSize, '()'),
      ...(strides.every((n) => n === 1) ? [] : [`stride=${codePair(strides, '()')}`]),
      ...(padding.every((n) => n === 0) ? [] : [`padding=${codePair(padding, '()')}`]),
      `groups=${channels}`
    ]
    return { module: `nn.Conv2d(${settings.join(', ')})` }
  },
  tfjs({ layer }) {
    const { multiplier, kernelSize, strides, padding } = layer
    const fanIn = kernelSize.join(' * ')
    return [
      ...tfjsFrame(padding),
      {
        type: 'depthwiseConv2d',
        settings: [
          tfjsSetting('kernelSize', codePair(kernelSize, '[]')),
          ...(strides.every((n) => n === 1) ? [] : [tfjsSetting('strides', codePair(strides, '[]'))]),
          ...(multiplier === 1 ? [] : [tfjsSetting('depthMultiplier', multiplier)]),
          tfjsSetting('depthwiseInitializer', `uniform(${fanIn})`),
          tfjsSetting('biasInitializer', `uniform(${fanIn})`)
        ],
        named: true
      }
    ]
  },

  torch: {
    depthwise_kernel: {
      name: 'weight',
      axes: [2, 3, 0, 1],
      // [channels, multiplier, kh, kw] -> [channels * multiplier, 1, kh, kw]
      shape: ([channels = 1, multiplier = 1, ...window]) => [channels * multiplier, 1, ...window]
    },
    bias: torchVector('bias')
  },

  onnx: (shaped, { inputs, output, parameters }) => [
    onnxNode('Conv', [...inputs, ...parameters], output, {
      ...onnxWindow(slidingWindow(shaped.layer)),
      group: onnxInt(channelsOf(shaped))
    })
  ],

  encodeKeras: ({ name, multiplier, kernelSize, strides, padding }) => [
    ...kerasFrame(name, padding),
    {
      class_name: 'DepthwiseConv2D',
      config: {
        name,
        kernel_size: kernelSize,
        strides,
        padding: 'valid',
        depth_multiplier: multiplier,
        data_format: 'channels_last',
        activation: 'linear',
        use_bias: true
      }
    }
  ],
  decodeKeras: { DepthwiseConv2D: decodeConvolution }
}

function slidingWindow({ kernelSize, strides, padding }: DepthwiseConv2d): SlidingWindow {
  return { size: kernelSize, strides, padding }
}

function channelsOf({ layer, input }: Pick<Shaped<DepthwiseConv2d>, 'layer' | 'input'>): number {
  const [, , channels] = slide(layer.name, slidingWindow(layer), input, true)
  return channels
}

const undilated = kerasPair.refine(([h, w]) => h === 1 && w === 1, 'dilation is not supported').nullish()
const kerasConvolution = z.object({
  name: kerasName,
  kernel_size: kerasPair,
  strides: kerasPair.default([1, 1]),
  padding: kerasPadding,
  depth_multiplier: z.int().default(1),
  data_format: kerasDataFormat,
  dilation_rate: undilated,
  activation: kerasActivation.default('linear'),
  use_bias: z.boolean().default(true)
})

function decodeConvolution(reading: KerasReading): void {
  const layer = reading.parse(kerasConvolution)
  const settings: Omit<DepthwiseConv2d, 'name'> = {
    type: 'depthwiseConv2d',
    multiplier: layer.depth_multiplier,
    kernelSize: layer.kernel_size,
    strides: layer.strides,
    padding: kerasWindowPadding(reading, layer)
  }
  const name = reading.add(layer.name, settings, layer.use_bias ? [] : ['bias'])
  reading.activate(layer.activation, `${name}_${layer.activation}`)
}
