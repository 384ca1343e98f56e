import { lessonModel } from '../lesson-model'
import type { ModelSpec } from '../model-spec'
import { mobilenetModel } from './mobilenet-model'
import { resnetModel } from './resnet-model'
import type { LayerSpec } from '../../layers/layer-kinds'

interface ModelPreset {
  readonly value: 'lesson' | 'wider' | 'modern' | 'resnet' | 'mobilenet'
  readonly text: string
  readonly hint: string
  readonly model: ModelSpec
}

const widths: Readonly<Record<string, number>> = { conv1: 24, conv2: 48, fc1: 240, fc2: 120 }

function widened(layer: LayerSpec): LayerSpec {
  const width = widths[layer.name]
  if (width === undefined) return layer
  if (layer.type === 'conv2d') return { ...layer, filters: width }
  return layer.type === 'dense' ? { ...layer, units: width } : layer
}

/** 3 x 3 convolution that keeps the size, batch normalisation, ReLU, pooling that halves it. */
function block(number: number, filters: number): LayerSpec[] {
  return [
    {
      type: 'conv2d',
      name: `conv${number}`,
      filters,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: [1, 1]
    },
    { type: 'batchNorm', name: `bn${number}`, momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: `relu${number}` },
    { type: 'maxPool2d', name: `pool${number}`, poolSize: [2, 2], strides: [2, 2] }
  ]
}

/** Networks to begin with. */
export const modelPresets: readonly ModelPreset[] = [
  { value: 'lesson', text: 'Lesson', hint: 'as in the lesson', model: lessonModel },
  {
    value: 'wider',
    text: 'Wider',
    hint: 'more filters and units',
    model: { ...lessonModel, layers: lessonModel.layers.map(widened) }
  },
  {
    value: 'modern',
    text: 'Modern',
    hint: 'small windows, batch normalisation',
    model: {
      inputShape: lessonModel.inputShape,
      layers: [
        ...block(1, 16),
        ...block(2, 32),
        ...block(3, 64),
        { type: 'flatten', name: 'flatten' },
        { type: 'dense', name: 'fc1', units: 10 }
      ]
    }
  },
  {
    value: 'resnet',
    text: 'ResNet',
    hint: 'residual connections, 20 layers deep',
    model: resnetModel
  },
  {
    value: 'mobilenet',
    text: 'MobileNet',
    hint: 'depthwise convolutions, few weights',
    model: mobilenetModel
  }
]
