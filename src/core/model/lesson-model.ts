import type { ModelSpec } from './model-spec'

/** The lesson's network: 62,006 parameters, layers named as in the lesson's own script. */
export const lessonModel: ModelSpec = {
  inputShape: [32, 32, 3],
  layers: [
    { type: 'conv2d', name: 'conv1', filters: 6, kernelSize: [5, 5], strides: [1, 1], padding: [0, 0] },
    { type: 'relu', name: 'relu1' },
    { type: 'maxPool2d', name: 'pool1', poolSize: [2, 2], strides: [2, 2] },
    { type: 'conv2d', name: 'conv2', filters: 16, kernelSize: [5, 5], strides: [1, 1], padding: [0, 0] },
    { type: 'relu', name: 'relu2' },
    { type: 'maxPool2d', name: 'pool2', poolSize: [2, 2], strides: [2, 2] },
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc1', units: 120 },
    { type: 'relu', name: 'relu3' },
    { type: 'dense', name: 'fc2', units: 84 },
    { type: 'relu', name: 'relu4' },
    { type: 'dense', name: 'fc3', units: 10 }
  ]
}
