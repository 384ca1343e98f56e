import { assertNever } from '../../core/assert-never'
import type { LayerSpec } from '../../core/model-spec'

/** A layer in words and its sizes: `convolution 5 × 5 to 6 channels`. */
export function describeLayer(layer: LayerSpec): string {
  switch (layer.type) {
    case 'conv2d': {
      const stride = layer.strides.some((n) => n !== 1) ? `, stride ${size(layer.strides)}` : ''
      const padding = layer.padding.some((n) => n !== 0) ? `, padding ${size(layer.padding)}` : ''
      return `convolution ${size(layer.kernelSize)} to ${layer.filters} channels${stride}${padding}`
    }
    case 'maxPool2d':
      return `max pooling ${size(layer.poolSize)}, stride ${size(layer.strides)}`
    case 'averagePool2d':
      return `average pooling ${size(layer.poolSize)}, stride ${size(layer.strides)}`
    case 'relu':
      return 'ReLU'
    case 'tanh':
    case 'sigmoid':
    case 'flatten':
      return layer.type
    case 'dense':
      return `fully connected, ${layer.units} outputs`
    case 'dropout':
      return `dropout, ${Number((layer.rate * 100).toFixed(2))} % of the values`
    case 'batchNorm':
      return 'batch normalisation'
    default:
      return assertNever(layer)
  }
}

const size = (pair: readonly [number, number]): string => pair.join(' × ')
