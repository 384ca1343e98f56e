import { globalPoolingLayer, globalPoolingSchema } from './global-pooling'

/** The mean of each map, as PyTorch's AdaptiveAvgPool2d(1) with what it leaves flattened. */
export const globalAveragePool2d = globalPoolingLayer(
  globalPoolingSchema('globalAveragePool2d'),
  {
    type: 'globalAveragePool2d',
    tfjs: 'globalAveragePooling2d',
    keras: 'GlobalAveragePooling2D',
    onnx: 'GlobalAveragePool'
  },
  { pytorch: () => ({ call: (x) => `${x}.mean((2, 3))` }), zeroGradients: 'mixed' }
)
