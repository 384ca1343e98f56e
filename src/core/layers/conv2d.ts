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
import {
  type LayerKind,
  plainLayer,
  randomMatrix,
  randomParameter,
  type Shaped,
  type SlidingWindow
} from './layer-kind'
import { kerasFrame, tfjsFrame } from './padding-frame'
import { torchVector } from './torch-tensor'
import { onnxNode, onnxWindow } from './onnx-node'
import { volume } from './shape'
import { canWhiten, convolutionStart, initialisation, mostWhiteningFilters } from './initialisation'
import { weightedBase } from './weighted-base'
import { paddingRange, paddingThatFits, slide, windowPadding, windowRange, windowSize } from './window-size'
import { tfjsSetting } from './tfjs-setting'

const filters = { min: 1, max: 1024, whole: true }

/** Cross-correlation as in PyTorch's Conv2d. kernel: f32[kh, kw, in, filters], bias: f32[filters]. */
const schema = z.object({
  type: z.literal('conv2d'),
  ...weightedBase,
  filters: whole('filters', filters.min, filters.max),
  kernelSize: windowSize,
  strides: windowSize,
  padding: windowPadding,
  /** How its filters start; at random where nothing is said. */
  initialisation: initialisation.optional()
})
type Conv2d = z.infer<typeof schema>

export const conv2d: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'conv',
  fresh: { filters: 16, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
  fields: { filters, kernelSize: windowRange, strides: windowRange, padding: paddingRange },
  weighted: true,

  fit(layer, input) {
    const [height, width, channels] = slide(layer.name, slidingWindow(layer), input, true)
    const [kh, kw] = layer.kernelSize
    const fanIn = kh * kw * channels
    return {
      output: [height, width, layer.filters],
      parameters: [
        randomMatrix(`${layer.name}/kernel`, [kh, kw, channels, layer.filters], fanIn),
        randomParameter(`${layer.name}/bias`, [layer.filters], fanIn)
      ]
    }
  },
  takesImage: ({ initialisation }) => initialisation === 'whitening',
  start: (shaped) => convolutionStart(shaped.layer, shaped.input, channelsOf(shaped)),
  adapt(layer, input) {
    const fitting = { ...layer, padding: paddingThatFits(slidingWindow(layer), input) }
    const [, , channels] = input
    if (layer.initialisation !== 'whitening' || channels === undefined) return fitting
    const { initialisation: _, ...atRandom } = fitting
    if (!canWhiten(layer.kernelSize, input)) return atRandom
    return { ...fitting, filters: Math.min(layer.filters, mostWhiteningFilters(layer.kernelSize, channels)) }
  },
  multiplyAdds: (shaped) => volume(shaped.output) * volume(shaped.layer.kernelSize) * channelsOf(shaped),
  slidingWindow,

  pytorch(shaped) {
    const { filters, kernelSize, strides, padding } = shaped.layer
    const settings = [
      channelsOf(shaped),
      filters,
      codePair(kernelSize, '()'),
      ...(strides.every((n) => n === 1) ? [] : [`stride=${codePair(strides, '()')}`]),
      ...(padding.every((n) => n === 0) ? [] : [`padding=${codePair(padding, '()')}`])
    ]
    return { module: `nn.Conv2d(${settings.join(', ')})` }
  },
  tfjs(shaped) {
    const { filters, kernelSize, strides, padding } = shaped.layer
    return [
      ...tfjsFrame(padding),
      {
        type: 'conv2d',
        settings: [
          tfjsSetting('filters', filters),
          tfjsSetting('kernelSize', codePair(kernelSize, '[]')),
          ...(strides.every((n) => n === 1) ? [] : [tfjsSetting('strides', codePair(strides, '[]'))]),
          tfjsSetting('start', `${kernelSize[0]} * ${kernelSize[1]} * ${channelsOf(shaped)}`)
        ],
        named: true
      }
    ]
  },

  torch: { kernel: { name: 'weight', axes: [3, 2, 0, 1] }, bias: torchVector('bias') },

  onnx: ({ layer }, { inputs, output, parameters }) => [
    onnxNode('Conv', [...inputs, ...parameters], output, onnxWindow(slidingWindow(layer)))
  ],

  encodeKeras: ({ name, filters, kernelSize, strides, padding }) => [
    ...kerasFrame(name, padding),
    {
      class_name: 'Conv2D',
      config: {
        name,
        filters,
        kernel_size: kernelSize,
        strides,
        padding: 'valid',
        data_format: 'channels_last',
        activation: 'linear',
        use_bias: true
      }
    }
  ],
  decodeKeras: { Conv2D: decodeConvolution, Convolution2D: decodeConvolution }
}

function slidingWindow({ kernelSize, strides, padding }: Conv2d): SlidingWindow {
  return { size: kernelSize, strides, padding }
}

function channelsOf({ layer, input }: Pick<Shaped<Conv2d>, 'layer' | 'input'>): number {
  const [, , channels] = slide(layer.name, slidingWindow(layer), input, true)
  return channels
}

const undilated = kerasPair.refine(([h, w]) => h === 1 && w === 1, 'dilation is not supported').nullish()
const kerasConvolution = z.object({
  name: kerasName,
  filters: z.int(),
  kernel_size: kerasPair,
  strides: kerasPair.default([1, 1]),
  padding: kerasPadding,
  data_format: kerasDataFormat,
  dilation_rate: undilated,
  groups: z.literal(1, 'grouped convolution is not supported').nullish(),
  activation: kerasActivation.default('linear'),
  use_bias: z.boolean().default(true)
})

function decodeConvolution(reading: KerasReading): void {
  const layer = reading.parse(kerasConvolution)
  const settings: Omit<Conv2d, 'name'> = {
    type: 'conv2d',
    filters: layer.filters,
    kernelSize: layer.kernel_size,
    strides: layer.strides,
    padding: kerasWindowPadding(reading, layer)
  }
  const name = reading.add(layer.name, settings, layer.use_bias ? [] : ['bias'])
  reading.activate(layer.activation, `${name}_${layer.activation}`)
}
