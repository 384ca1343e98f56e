import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { LayerSpec } from '../../src/core/layers/layer-kinds'

type Pair = [number, number]
const conv = (name: string, filters: number, kernelSize: Pair, padding: Pair): LayerSpec => ({
  type: 'conv2d',
  name,
  filters,
  kernelSize,
  strides: [1, 1],
  padding
})
const pool = (name: string, size: Pair = [2, 2]): LayerSpec => ({
  type: 'maxPool2d',
  name,
  poolSize: size,
  strides: size
})
const relu = (name: string): LayerSpec => ({ type: 'relu', name })
const norm = (name: string): LayerSpec => ({ type: 'batchNorm', name, momentum: 0.1, epsilon: 1e-5 })
const flatten: LayerSpec = { type: 'flatten', name: 'flatten' }
const dense = (name: string, units: number): LayerSpec => ({ type: 'dense', name, units })
const cifarNetwork = (...layers: LayerSpec[]): ModelSpec => ({ inputShape: [32, 32, 3], layers })

/** The lesson's network, and three that ask for other things of kernels. */
export const networks: Readonly<Record<string, ModelSpec>> = {
  'the lesson’s': lessonModel,
  'wide: 32 and 64 filters of 5 × 5, 256 units': cifarNetwork(
    conv('conv1', 32, [5, 5], [2, 2]),
    relu('relu1'),
    pool('pool1'),
    conv('conv2', 64, [5, 5], [2, 2]),
    relu('relu2'),
    pool('pool2'),
    flatten,
    dense('fc1', 256),
    relu('relu3'),
    dense('fc2', 10)
  ),
  'batch normalisation: 16, 32 and 64 filters of 3 × 3': cifarNetwork(
    conv('conv1', 16, [3, 3], [1, 1]),
    norm('norm1'),
    relu('relu1'),
    pool('pool1'),
    conv('conv2', 32, [3, 3], [1, 1]),
    norm('norm2'),
    relu('relu2'),
    pool('pool2'),
    conv('conv3', 64, [3, 3], [1, 1]),
    norm('norm3'),
    relu('relu3'),
    pool('pool3'),
    flatten,
    dense('fc1', 10)
  ),
  'odd sizes: 7 filters of 5 × 3, 19 of 3 × 4, 101 and 53 units': cifarNetwork(
    conv('conv1', 7, [5, 3], [1, 2]),
    relu('relu1'),
    pool('pool1', [3, 2]),
    conv('conv2', 19, [3, 4], [0, 0]),
    relu('relu2'),
    pool('pool2'),
    flatten,
    dense('fc1', 101),
    relu('relu3'),
    dense('fc2', 53),
    relu('relu4'),
    dense('fc3', 10)
  )
}
