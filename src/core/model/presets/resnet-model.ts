import { lessonModel } from '../lesson-model'
import type { ModelSpec } from '../model-spec'
import { LayerList } from './layer-list'

/** Blocks of two convolutions at each size. */
const blocks = 3

/**
 * ResNet-20 for small images: 19 convolutions and a dense layer, 0.27 million parameters. K. He et al., Deep Residual
 * Learning for Image Recognition, 2015, section 4.2, with 1 x 1 convolutions as shortcuts where the size changes.
 */
export const resnetModel: ModelSpec = { inputShape: lessonModel.inputShape, layers: layers() }

function layers(): ModelSpec['layers'] {
  const list = new LayerList()
  const convolution = (filters: number, stride: number): string => {
    list.add('conv2d', { filters, strides: [stride, stride] })
    return list.add('batchNorm')
  }
  convolution(16, 1)
  list.add('relu')
  for (const [size, filters] of [16, 32, 64].entries()) {
    for (let block = 0; block < blocks; block++) {
      const input = list.last
      const stride = size > 0 && block === 0 ? 2 : 1
      convolution(filters, stride)
      list.add('relu')
      const output = convolution(filters, 1)
      const shortcut = stride === 1 ? input : narrowing(list, input, filters)
      list.add('add', {}, [output, shortcut])
      list.add('relu')
    }
  }
  list.add('globalAveragePool2d')
  list.add('dense', { units: 10 })
  return list.layers
}

/** A shortcut to half the size. */
function narrowing(list: LayerList, input: string, filters: number): string {
  list.add('conv2d', { filters, kernelSize: [1, 1], strides: [2, 2], padding: [0, 0] }, [input])
  return list.add('batchNorm')
}
