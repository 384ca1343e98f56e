import { lessonModel } from '../lesson-model'
import type { ModelSpec } from '../model-spec'
import { LayerList } from './layer-list'

/** Of each block: channels of its output, and the stride of its depthwise convolution. */
const blocks = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1]
] as const

/**
 * A small MobileNet: depthwise separable convolutions, 0.14 million parameters. A. Howard et al., MobileNets: Efficient
 * Convolutional Neural Networks for Mobile Vision Applications, 2017, with fewer and narrower blocks.
 */
export const mobilenetModel: ModelSpec = { inputShape: lessonModel.inputShape, layers: layers() }

function layers(): ModelSpec['layers'] {
  const list = new LayerList()
  const activate = (): void => {
    list.add('batchNorm')
    list.add('relu6')
  }
  list.add('conv2d', { filters: 32 })
  activate()
  for (const [filters, stride] of blocks) {
    list.add('depthwiseConv2d', { strides: [stride, stride] })
    activate()
    list.add('conv2d', { filters, kernelSize: [1, 1], padding: [0, 0] })
    activate()
  }
  list.add('globalAveragePool2d')
  list.add('dense', { units: 10 })
  return list.layers
}
