import { globalPoolingLayer, globalPoolingSchema } from './global-pooling'

/** The largest value of each map, of equal ones the first, as PyTorch's AdaptiveMaxPool2d(1), flattened. */
export const globalMaxPool2d = globalPoolingLayer(
  globalPoolingSchema('globalMaxPool2d'),
  { type: 'globalMaxPool2d', tfjs: 'globalMaxPooling2d', keras: 'GlobalMaxPooling2D', onnx: 'GlobalMaxPool' },
  {
    pytorch: () => ({ call: (x) => `nn.functional.adaptive_max_pool2d(${x}, 1).flatten(1)` }),
    zeroGradients: 'made'
  }
)
