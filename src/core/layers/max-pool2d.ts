import { poolingLayer, poolingSchema } from './pooling'

/** The largest value in each window, as PyTorch's MaxPool2d; of equal ones the first gets the gradient. */
export const maxPool2d = poolingLayer(
  poolingSchema('maxPool2d'),
  { type: 'maxPool2d', pytorch: 'MaxPool2d', tfjs: 'maxPooling2d', keras: 'MaxPooling2D', onnx: 'MaxPool' },
  'made'
)
