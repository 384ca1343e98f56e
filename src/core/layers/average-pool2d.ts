import { poolingLayer, poolingSchema } from './pooling'

/** The mean of each window, as PyTorch's AvgPool2d. */
export const averagePool2d = poolingLayer(
  poolingSchema('averagePool2d'),
  {
    type: 'averagePool2d',
    pytorch: 'AvgPool2d',
    tfjs: 'averagePooling2d',
    keras: 'AveragePooling2D',
    onnx: 'AveragePool'
  },
  'mixed'
)
